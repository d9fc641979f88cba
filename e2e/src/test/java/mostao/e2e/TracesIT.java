package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import mostao.ao.testkit.collector.CollectedSpan;
import mostao.ao.wire.Headers;
import mostao.client.chat.Conversation;
import mostao.client.chat.Handle;
import mostao.client.chat.Registry;
import mostao.client.chat.WaitPolicy;
import mostao.client.http.AoClient;
import mostao.client.trust.Trust;
import mostao.client.wallet.RsaWallet;
import mostao.local.stack.ServiceProcess;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The way of a message as a collector of traces gets it from the five programs. */
@ExtendWith(RunningSystem.class)
class TracesIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String INBOX = "ao.session.inbox";
  private static final String GROUP = "ao-session";

  private static final String WAY =
      """
      gateway POST / Accepted
        gateway append
          handle evaluate RelayMessage evaluated
            handle publish ao.handle.outbox
              messenger push
                session evaluate SendMessage evaluated
                  session publish ao.session.outbox
                    messenger push
                      handle evaluate Notify evaluated
                        handle publish ao.handle.outbox
                      handle evaluate SendMessage-Response evaluated
                        handle publish ao.handle.outbox
        gateway verify
      """;

  /** What a redelivery of the session's record adds: its receivers know what it sends. */
  private static final String AGAIN =
      """
                session evaluate SendMessage evaluated (redelivered)
                  session publish ao.session.outbox
                    messenger push
                      handle evaluate repeated (redelivered)
                      handle evaluate repeated (redelivered)
      """;

  private static final String LAST = "  gateway verify\n";

  @TempDir private static Path state;
  private static AoClient alice;
  private static AoClient bob;
  private static Conversation conversation;

  @BeforeAll
  static void twoPeople() throws Exception {
    RsaWallet walletOfAlice = SecrecyIT.wallet("dev-1");
    RsaWallet walletOfBob = SecrecyIT.wallet("dev-2");
    alice = RunningSystem.client(walletOfAlice);
    bob = RunningSystem.client(walletOfBob);
    Registry registry = Registry.of(alice, WaitPolicy.DEFAULT, Trust.open(state.resolve("alice")));
    Handle a = registry.register(name(), SecrecyIT.profile(walletOfAlice));
    Handle b =
        Registry.of(bob, WaitPolicy.DEFAULT, Trust.open(state.resolve("bob")))
            .register(name(), SecrecyIT.profile(walletOfBob));
    a.addDevice();
    b.addDevice();
    conversation = registry.establish(a, b.name());
    conversation.rotate();
  }

  @AfterAll
  static void close() {
    alice.close();
    bob.close();
  }

  private static String name() {
    return "t" + UUID.randomUUID().toString().substring(0, 12);
  }

  private static String traceOf(String message) {
    return await()
        .atMost(LONG)
        .until(
            () ->
                RunningSystem.collector().spans().stream()
                    .filter(span -> span.name().equals("POST /"))
                    .filter(span -> span.attribute("ao.message").equals(message))
                    .map(CollectedSpan::trace)
                    .findFirst()
                    .orElse(null),
            trace -> trace != null);
  }

  private static String shown(CollectedSpan span) {
    return String.join(
            " ",
            span.program(),
            span.name(),
            span.attribute("ao.action"),
            span.attribute("ao.outcome"),
            span.attribute("ao.redelivered").equals("true") ? "(redelivered)" : "")
        .replaceAll(" +", " ")
        .strip();
  }

  @Test
  void oneTraceHoldsTheWayOfAMessageThroughAllPrograms() throws Exception {
    String message = conversation.send("hello").relayed().id();
    String trace = traceOf(message);
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(RunningSystem.collector().trace(trace).shown(TracesIT::shown))
                    .isEqualTo(WAY));
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(RunningSystem.collector().trace(trace).spans())
                    .filteredOn(span -> Set.of("evaluate", "push").contains(span.name()))
                    .allSatisfy(TracesIT::isLinkedToItsBatchAndBack));
  }

  private static void isLinkedToItsBatchAndBack(CollectedSpan span) {
    assertThat(RunningSystem.collector().spans())
        .filteredOn(batch -> span.links().contains(batch.id()))
        .hasSize(1)
        .allMatch(batch -> batch.name().equals(span.name().equals("push") ? "carry" : "turn"))
        .allMatch(batch -> batch.links().contains(span.parent()))
        .noneMatch(CollectedSpan::failed);
  }

  @Test
  void aMessageDeliveredAgainAfterARestartIsMarkedInItsTrace() throws Exception {
    String message = conversation.send("again").relayed().id();
    String trace = traceOf(message);
    await()
        .atMost(LONG)
        .until(() -> RunningSystem.collector().trace(trace).shown(TracesIT::shown).equals(WAY));
    ServiceProcess session = RunningSystem.stack().service("session");
    session.stop();
    ConsumerRecord<String, byte[]> record = inSession(trace);
    try (Admin admin =
        Admin.create(
            Map.of("bootstrap.servers", RunningSystem.stack().broker().bootstrapServers()))) {
      admin
          .alterConsumerGroupOffsets(
              GROUP,
              Map.of(
                  new TopicPartition(INBOX, record.partition()),
                  new OffsetAndMetadata(record.offset())))
          .all()
          .get();
    } finally {
      session.start();
    }
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(RunningSystem.collector().trace(trace).shown(TracesIT::shown))
                    .isEqualTo(WAY.replace(LAST, AGAIN + LAST)));
  }

  @Test
  void theLatencyHistogramsNameTracesAsExamples() throws Exception {
    String trace = traceOf(conversation.send("counted").relayed().id());
    for (Map.Entry<String, String> metric :
        Map.of(
                "gateway", "mostao_intake_seconds_bucket",
                "handle", "mostao_inbox_delay_seconds_bucket",
                "messenger", "mostao_outbox_delay_seconds_bucket")
            .entrySet()) {
      ServiceProcess program = RunningSystem.stack().service(metric.getKey());
      Pattern example =
          Pattern.compile(metric.getValue() + "\\{[^}]*} \\S+ # \\{[^}]*trace_id=\"(\\w{32})\"");
      // Kept for some seconds each, so it need not be that of our own.
      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(
                          example
                              .matcher(openMetrics(program))
                              .results()
                              .map(found -> found.group(1))
                              .toList())
                      .as(program.name())
                      .isNotEmpty()
                      .allMatch(
                          known -> !RunningSystem.collector().trace(known).spans().isEmpty()));
    }
    assertThat(RunningSystem.collector().trace(trace).spans()).isNotEmpty();
  }

  /** What is said to who names no format: OpenMetrics. */
  private static String openMetrics(ServiceProcess program) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(program.operatorUrl() + "/q/metrics")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** The record by which the message got to its session. */
  private static ConsumerRecord<String, byte[]> inSession(String trace) {
    List<ConsumerRecord<String, byte[]>> found =
        TopicReader.all(INBOX).stream()
            .filter(row -> TopicReader.header(row, Headers.TRACEPARENT).contains(trace))
            .toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }
}
