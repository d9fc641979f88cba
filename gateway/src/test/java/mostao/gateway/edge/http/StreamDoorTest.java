package mostao.gateway.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.EthereumSigner;
import mostao.ao.ans104.Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.kafka.publish.TopicRecord;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.unit.Evaluated;
import mostao.ao.unit.LogEntry;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.ItemData;
import mostao.ao.wire.WalletRecord;
import mostao.gateway.fixture.Client.Reply;
import mostao.gateway.fixture.Condition;
import mostao.gateway.fixture.EventStreamClient;
import mostao.gateway.fixture.EventStreamClient.ReceivedEvent;
import mostao.gateway.fixture.GatewayFixture;
import mostao.gateway.fixture.TestDeployment;
import mostao.gateway.fixture.TestSystem;
import mostao.gateway.fixture.TestWallets;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Live streams on a real broker. */
@QuarkusTest
@QuarkusTestResource(TestSystem.class)
class StreamDoorTest {
  private static final Logger LOG = Logger.getLogger(StreamDoorTest.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Signer ALICE = TestWallets.signer(21);
  private static final Signer EVE = TestWallets.signer(23);

  @Inject MeterRegistry meters;

  private final List<String> evaluated = new CopyOnWriteArrayList<>();
  private GatewayFixture gateway;
  private String handle;

  @BeforeEach
  void open() {
    gateway = GatewayFixture.open();
    handle = gateway.list("handle", "Handle-Owner", ALICE.address());
    gateway.units().put("/unit/processes/" + handle + "/log", this::log);
  }

  private String log(String query) {
    long from = Long.parseLong(query.replaceFirst(".*from-nonce=([0-9]+).*", "$1"));
    List<String> all = List.copyOf(evaluated);
    List<String> page = all.stream().skip(from).limit(10).toList();
    boolean more = all.size() > from + page.size() && from < all.size();
    return String.format(
        Locale.ROOT,
        "{\"next\":%d,\"hasNextPage\":%s,\"entries\":[%s]}",
        all.size(),
        more,
        String.join(",", page));
  }

  /** The handle evaluates a message, and publishes what came of it. */
  private void evaluate(String data) {
    int nonce = evaluated.size();
    String message = GatewayFixture.newId();
    evaluated.add(entry(nonce, message, data, Result.said("done " + nonce)));
    gateway.publish("handle", handle, message, Result.nothing());
  }

  private String entry(long nonce, String message, String data, Result result) {
    InboxRecord item =
        new InboxRecord(message, "", "", 2, "", "", handle, "", Tags.none(), ItemData.of(data));
    Evaluated at = new Evaluated(handle, message, nonce, 1_000);
    return new LogEntry(at, item, result).json().toString();
  }

  private String path() {
    return "/stream/" + handle;
  }

  private static List<String> names(List<ReceivedEvent> events) {
    return events.stream().map(event -> event.name() + " " + event.id()).toList();
  }

  private static JsonNode json(ReceivedEvent event) {
    try {
      return MAPPER.readTree(event.data());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aProcessIsHeardAsItEvaluatesAndGoesOnWhereTheClientWas() {
    evaluate("before");
    String bearer = gateway.bearer(ALICE);
    List<String> heard = new ArrayList<>();
    String last;
    try (EventStreamClient live = EventStreamClient.open(path(), "Authorization", bearer)) {
      assertThat(live.response().statusCode()).isEqualTo(200);
      assertThat(header(live, "content-type")).startsWith("text/event-stream");
      assertThat(header(live, "cache-control")).isEqualTo("no-store");
      assertThat(header(live, "x-accel-buffering")).isEqualTo("no");
      Condition.await("where it begins", () -> live.lastId().equals("0.1"));
      long sent = System.nanoTime();
      evaluate("hello");
      ReceivedEvent first = live.await(2).get(0);
      LOG.infof("from outbox record to event: %.1f ms", (first.nanos() - sent) / 1e6);
      assertThat(json(first).path("Data").asText()).isEqualTo("hello");
      assertThat(json(live.events().get(1)).path("Result").path("Output").asText())
          .isEqualTo("done 1");
      heard.addAll(names(live.events()));
      last = live.lastId();
    }
    evaluate("meanwhile");
    try (EventStreamClient live =
        EventStreamClient.open(path(), "Authorization", bearer, "Last-Event-ID", last)) {
      evaluate("later");
      heard.addAll(names(live.await(4)));
    }
    assertThat(heard)
        .containsExactly(
            "message 1.0", "result 1.1", "message 2.0", "result 2.1", "message 3.0", "result 3.1");
    try (EventStreamClient live =
        EventStreamClient.open(path() + "?from=2", "Authorization", bearer)) {
      assertThat(names(live.await(4)).get(0)).isEqualTo("message 2.0");
    }
    try (EventStreamClient live =
        EventStreamClient.open(path(), "Authorization", bearer, "Last-Event-ID", "99.1")) {
      assertThat(names(live.await(1))).containsExactly("gap 3.1");
    }
  }

  private static String header(EventStreamClient live, String name) {
    return live.response().headers().firstValue(name).orElse("");
  }

  @Test
  void aWalletHearsEachReplyOnceAlsoOneThatCantBeAnItemsTarget() {
    byte[] secret = new byte[32];
    secret[31] = (byte) (1 + System.nanoTime() % 100);
    EthereumSigner ethereum = new EthereumSigner(secret);
    String bearer = gateway.bearer(ethereum);
    String any = "0x" + ethereum.address().substring(2).toUpperCase(Locale.ROOT);
    String last;
    try (EventStreamClient live =
        EventStreamClient.open("/stream/" + any, "Authorization", bearer)) {
      assertThat(live.response().statusCode()).isEqualTo(200);
      Condition.await("where it begins", () -> !live.lastId().isEmpty());
      WalletRecord told = tell(1, ethereum.address());
      gateway.write(TopicRecord.toWallet(told, Optional.empty()));
      tell(2, ethereum.address());
      List<ReceivedEvent> events = live.await(2);
      assertThat(json(events.get(0)).path("Target").asText()).isEqualTo(ethereum.address());
      assertThat(json(events.get(0)).path("From").asText()).isEqualTo(handle);
      assertThat(json(events.get(0)).path("Message").asText()).isEqualTo(told.message());
      assertThat(nonces(live)).containsExactly(1L, 2L);
      last = live.lastId();
    }
    tell(3, ethereum.address());
    try (EventStreamClient live =
        EventStreamClient.open("/stream/" + any, "Authorization", bearer, "Last-Event-ID", last)) {
      live.await(1);
      tell(4, ethereum.address());
      live.await(2);
      assertThat(nonces(live)).containsExactly(3L, 4L);
    }
    try (EventStreamClient live =
        EventStreamClient.open("/stream/" + any + "?from=0", "Authorization", bearer)) {
      live.await(4);
      assertThat(nonces(live)).containsExactly(1L, 2L, 3L, 4L);
    }
  }

  /** As the messenger writes what a process sends to a wallet. */
  private WalletRecord tell(long nonce, String wallet) {
    VerifiedItem item =
        Draft.empty()
            .tags(Tags.of("Data-Protocol", "ao", "Type", "Message"))
            .tags(Tags.of("From-Process", handle, "Target", wallet))
            .tag("Unique", GatewayFixture.newId())
            .data("hi")
            .sign(TestDeployment.AUTHORITY)
            .orThrow();
    WalletRecord record =
        new WalletRecord(
            handle,
            GatewayFixture.newId(),
            nonce,
            0,
            1_000,
            InboxVerifier.record(item, handle, wallet));
    gateway.write(TopicRecord.toWallet(record, Optional.empty()));
    return record;
  }

  private static List<Long> nonces(EventStreamClient live) {
    return live.events().stream().map(event -> json(event).path("Nonce").asLong()).toList();
  }

  @Test
  void strangersAndNonsenseAreRefusedBeforeTheStreamBegins() throws IOException {
    String wallet = "/stream/" + ALICE.address();
    for (String path : List.of(path(), wallet)) {
      refused(403, "Unauthorized", gateway.client().get(path));
      refused(403, "Unauthorized", gateway.client().get(path, gateway.bearer(EVE)));
      Reply bad = gateway.client().get(path, "Bearer nonsense");
      refused(401, "InvalidToken", bad);
      assertThat(bad.header("www-authenticate")).contains("invalid_token");
    }
    assertThat(gateway.units().asked("/unit/processes/" + handle + "/log")).isEmpty();
    refused(400, "InvalidRequest", gateway.client().get("/stream/nobody"));
    String bearer = gateway.bearer(ALICE);
    for (String place : List.of("x", "1.7", "-5", "1-1")) {
      refused(400, "InvalidRequest", gateway.client().get(path() + "?from=" + place, bearer));
    }
    refused(400, "InvalidRequest", gateway.client().get(wallet + "?from=1.1", bearer));
    Reply posted = gateway.client().post(path(), "text/plain", BodyPublishers.ofString("x"));
    refused(405, "NotAllowed", posted);
    assertThat(posted.header("allow")).contains("GET");
    gateway.units().remove("/unit/processes/" + handle + "/log");
    assertThat(meters.get("mostao.stream.open").gauge().value()).isZero();
  }

  private static void refused(int status, String code, Reply reply) {
    assertThat(reply.json().path("code").asText()).isEqualTo(code);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().path("error").asText()).isNotEmpty();
  }

  @Test
  void aUnitThatIsAwayRefusesAStreamFromNowOn() {
    String other = gateway.list("handle", "Handle-Owner", ALICE.address());
    gateway.units().put("/unit/processes/" + other + "/log", 500, "");
    Reply reply = gateway.client().get("/stream/" + other, gateway.bearer(ALICE));
    refused(503, "UnitUnavailable", reply);
    assertThat(reply.header("retry-after")).isNotEmpty();
  }

  @Test
  void browsersOfOtherSitesMayListen() {
    try (EventStreamClient live =
        EventStreamClient.open(
            path(), "Authorization", gateway.bearer(ALICE), "Origin", "https://app.example")) {
      assertThat(header(live, "access-control-allow-origin")).isEqualTo("https://app.example");
    }
  }

  @Test
  void silenceIsBrokenAndARevokedTokenEndsTheStream() throws IOException {
    try (EventStreamClient live =
        EventStreamClient.open(path(), "Authorization", gateway.bearer(ALICE))) {
      Condition.await("a heartbeat", () -> live.comments().contains(": heartbeat"));
      Files.delete(TestSystem.current().accessKeyFile());
      ReceivedEvent end = live.await(1).get(0);
      assertThat(end.name()).isEqualTo("end");
      assertThat(json(end).path("code").asText()).isEqualTo("InvalidToken");
      Condition.await("it is over", live::over);
    }
  }

  @Test
  void oneAddressHasSoManyStreams() {
    String bearer = gateway.bearer(ALICE);
    List<EventStreamClient> open = new ArrayList<>();
    try {
      // 20 for one wallet, which is reached first.
      for (int i = 0; i < 20; i++) {
        open.add(EventStreamClient.open(path(), "Authorization", bearer));
        assertThat(open.get(i).response().statusCode()).as("stream %d", i).isEqualTo(200);
      }
      Reply more = gateway.client().get(path(), bearer);
      refused(429, "TooMany", more);
      assertThat(more.header("retry-after")).isNotEmpty();
      String registry = "/stream/" + gateway.registry() + "?from=0";
      String operator = gateway.operator();
      for (int i = 20; i < 40; i++) {
        open.add(EventStreamClient.open(registry, "Authorization", operator));
        assertThat(open.get(i).response().statusCode()).as("stream %d", i).isEqualTo(200);
      }
      refused(429, "TooMany", gateway.client().get(registry, operator));
      open.get(0).close();
      Condition.await(
          "the place is free",
          () -> {
            try (EventStreamClient again =
                EventStreamClient.open(path(), "Authorization", bearer)) {
              return again.response().statusCode() == 200;
            }
          });
    } finally {
      open.forEach(EventStreamClient::close);
    }
    Condition.await(
        "all places are free", () -> meters.get("mostao.stream.open").gauge().value() == 0);
  }

  @Test
  void aClientThatNeverReadsIsNotReadForAndIsClosed() throws IOException {
    for (int i = 0; i < 400; i++) {
      evaluated.add(entry(i, GatewayFixture.newId(), "x".repeat(60_000), Result.nothing()));
    }
    URI base = URI.create(EventStreamClient.base());
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4_096);
      socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
      String request =
          String.format(
              Locale.ROOT,
              "GET %s?from=0 HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\n\r\n",
              path(),
              gateway.bearer(ALICE));
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      Condition.await("it is open", () -> meters.get("mostao.stream.open").gauge().value() == 1);
      Condition.await("it is closed", () -> meters.get("mostao.stream.open").gauge().value() == 0);
    }
    assertThat(meters.counter("mostao.stream.stuck").count()).isEqualTo(1);
    // 400 evaluations are 40 pages; what the sockets took is a part of them.
    assertThat(gateway.units().asked("/unit/processes/" + handle + "/log")).hasSizeLessThan(40);
  }

  @Test
  void aClientOfNoStreamIsTold() {
    assertThat(gateway.client().get("/stream/").status()).isEqualTo(404);
  }
}
