package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import mostao.ao.process.Json;
import mostao.client.chat.Handle;
import mostao.client.chat.HandleName;
import mostao.client.chat.Registry;
import mostao.client.http.AoClient;
import mostao.client.http.EventStream;
import mostao.client.http.StreamEvent;
import mostao.client.wallet.Wallet;
import mostao.client.wallet.WalletType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Live streams over a conversation, with two gateways, cut again and again. */
@ExtendWith(RunningSystem.class)
@Timeout(180)
class StreamIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int MESSAGES = 12;
  private static final String KEYS =
      "[{\"pubkey\":\"a\",\"sk\":\"1\"},{\"pubkey\":\"b\",\"sk\":\"2\"}]";

  private static SecondGateway second;

  @BeforeAll
  static void startSecond() throws IOException, InterruptedException {
    second = SecondGateway.start();
  }

  @AfterAll
  static void stopSecond() {
    second.close();
  }

  @Test
  void aConversationIsHeardOnceAndInOrderHoweverOftenTheStreamIsCut() throws Exception {
    Wallet annsWallet = WalletType.ED25519.create();
    Wallet bensWallet = WalletType.ETHEREUM.create();
    try (AoClient ann = RunningSystem.client(annsWallet);
        AoClient ben = RunningSystem.client(bensWallet)) {
      Registry registry = Registry.of(ann);
      Handle a = registry.register("stream-a", Json.object());
      Handle b = Registry.of(ben).register("stream-b", Json.object());
      String session = registry.establishSession(a.name(), b.name());

      CompletableFuture<List<StreamEvent>> handle = heard(annsWallet, pid(a), "-1.1", 1);
      CompletableFuture<List<StreamEvent>> talk = heard(bensWallet, session, "-1.1", 2);
      CompletableFuture<List<StreamEvent>> replies =
          heard(bensWallet, bensWallet.address(), "0", 3);
      CompletableFuture<List<StreamEvent>> other = heard(bensWallet, pid(b), "-1.1", 4);

      a.relay(session, "RotateSessionKey", KEYS);
      for (int i = 1; i <= MESSAGES; i++) {
        a.relay(session, "SendMessage", "{\"content\":\"" + i + "\",\"generation\":1}");
      }
      b.awaitMessages(session, MESSAGES);
      b.awaitUnread(session, MESSAGES);

      equalsResults(annsWallet, pid(a), handle);
      equalsResults(bensWallet, session, talk);
      equalsResults(bensWallet, pid(b), other);

      // An address that can't be an item's target gets its messages, too.
      List<StreamEvent> told = until(replies, RunningSystem.client(bensWallet), registry.pid());
      assertThat(told).isNotEmpty();
      assertThat(told)
          .allSatisfy(
              event ->
                  assertThat(event.data().path("Target").asText()).isEqualTo(bensWallet.address()));
      assertThat(told.stream().map(event -> event.data().path("Id").asText()))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aGatewayThatStopsSaysSoAndTheOtherGoesOn() throws Exception {
    Wallet wallet = WalletType.ED25519.create();
    try (SecondGateway third = SecondGateway.start();
        AoClient client = new AoClient(third.url(), wallet)) {
      HttpResponse<java.io.InputStream> open =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(third.url().resolve("/stream/" + wallet.address()))
                      .header("Authorization", "Bearer " + client.token())
                      .build(),
                  HttpResponse.BodyHandlers.ofInputStream());
      assertThat(open.statusCode()).isEqualTo(200);
      Duration stopped = third.stop();
      String said = new String(open.body().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(said).contains("event: end").contains("\"code\":\"Stopping\"");
      // Less than the shutdown would wait for a request in flight.
      assertThat(stopped).isLessThan(Duration.ofSeconds(9));
    }
  }

  private static String pid(Handle handle) {
    HandleName name = handle.name();
    return name.pid();
  }

  /** Reads until the marker of {@link #until} or so long as told, changing gateways at random. */
  private static CompletableFuture<List<StreamEvent>> heard(
      Wallet wallet, String id, String from, int seed) {
    List<StreamEvent> all = java.util.Collections.synchronizedList(new ArrayList<>());
    Random random = new Random(seed);
    return CompletableFuture.supplyAsync(
        () -> {
          String last = from;
          try {
            while (true) {
              URI gateway = random.nextBoolean() ? RunningSystem.gateway() : second.url();
              try (AoClient client = new AoClient(gateway, wallet);
                  EventStream stream = client.stream(id, last)) {
                for (int i = random.nextInt(7); i >= 0; i--) {
                  StreamEvent event = stream.next();
                  if (isMark(event)) {
                    return all;
                  }
                  all.add(event);
                }
                last = stream.lastEventId();
              }
            }
          } catch (IOException | InterruptedException broken) {
            throw new CompletionException(broken);
          }
        });
  }

  private static boolean isMark(StreamEvent event) {
    return event.data().toString().contains("end-of-stream-test");
  }

  private static List<StreamEvent> until(
      CompletableFuture<List<StreamEvent>> heard, AoClient client, String process)
      throws Exception {
    try (client) {
      client.message(
          mostao.client.http.AoMessages.draft(
              process,
              mostao.ao.message.Tags.of(
                  "Action", "QueryHandle", "X-Reference", "end-of-stream-test"),
              "nobody"));
    }
    return heard.get(60, TimeUnit.SECONDS);
  }

  /** Every nonce, each message before its Result, and the Results those of {@code results}. */
  private static void equalsResults(
      Wallet wallet, String process, CompletableFuture<List<StreamEvent>> heard) throws Exception {
    List<StreamEvent> events = until(heard, RunningSystem.client(wallet), process);
    List<String> due = new ArrayList<>();
    for (int i = 0; i < events.size() / 2; i++) {
      due.add("message " + i + ".0");
      due.add("result " + i + ".1");
    }
    assertThat(events.stream().map(event -> event.name() + " " + event.id())).isEqualTo(due);
    List<JsonNode> streamed =
        events.stream()
            .filter(event -> event.name().equals("result"))
            .map(event -> event.data().path("Result"))
            .filter(result -> !result.has("Error"))
            .toList();
    List<JsonNode> listed = new ArrayList<>();
    for (JsonNode edge : results(wallet, process).path("edges")) {
      listed.add(edge.path("node"));
    }
    assertThat(streamed).isNotEmpty().isEqualTo(listed.subList(0, streamed.size()));
  }

  private static JsonNode results(Wallet wallet, String process) throws Exception {
    try (AoClient client = RunningSystem.client(wallet)) {
      URI page = RunningSystem.gateway().resolve("/results/" + process + "?limit=1000");
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(page)
                      .header("Authorization", "Bearer " + client.token())
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return MAPPER.readTree(answer.body());
    }
  }
}
