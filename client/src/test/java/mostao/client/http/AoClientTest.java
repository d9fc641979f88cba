package mostao.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.message.Result;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import mostao.client.wallet.Wallet;
import mostao.client.wallet.WalletType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AoClientTest {
  private static final String PROCESS = "d53Jg2WGLZ56m6ALtsFu4c4o5IGHMhd8ON1ByA6Q0fo";
  private static final String RESULT =
      "{\"Messages\":[{\"Target\":\"t\",\"Data\":\"d\",\"Anchor\":\"a\",\"Tags\":[]}],"
          + "\"Spawns\":[],\"Assignments\":[],\"Output\":\"\"}";
  private static final HttpSettings QUICK =
      new HttpSettings(
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          4,
          Duration.ofMillis(5),
          Duration.ofMillis(20));

  /** What the stub answers next; the id of a posted item takes the place of {@code $ID}. */
  private record Canned(int status, Map<String, String> headers, String body) {
    static Canned of(int status, String body) {
      return new Canned(status, Map.of(), body);
    }
  }

  private record TracedRecord(
      String method, String uri, Map<String, List<String>> headers, byte[] body) {}

  private final Deque<Canned> answers = new ArrayDeque<>();
  private final List<TracedRecord> requests = new ArrayList<>();
  private final Wallet wallet = WalletType.ED25519.create();
  private HttpServer server;
  private AoClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work);
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/", this::answer);
    server.start();
    client = client(Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void aMessageIsPostedAsAnItemThatVerifies() throws Exception {
    answers.add(Canned.of(202, "{\"message\":\"Processing DataItem\",\"id\":\"$ID\"}"));

    String id = client.message(AoMessages.draft(PROCESS, Tags.of("Action", "Register"), "alice"));

    TracedRecord request = requests.get(0);
    assertThat(request.method() + " " + request.uri()).isEqualTo("POST /");
    assertThat(request.headers().get("Content-type")).containsExactly("application/octet-stream");
    VerifiedItem item = new Verifier().read(request.body()).orThrow();
    assertThat(item.id()).isEqualTo(id);
    assertThat(item.targetId()).isEqualTo(PROCESS);
    assertThat(item.tags())
        .containsExactly(
            new Tag("Action", "Register"),
            new Tag("Data-Protocol", "ao"),
            new Tag("Variant", "ao.TN.1"),
            new Tag("Type", "Message"));
    assertThat(new String(item.data(), StandardCharsets.UTF_8)).isEqualTo("alice");
  }

  @Test
  void sayingTheSameTwiceMakesTwoMessages() {
    var draft = AoMessages.draft(PROCESS, Tags.of("Action", "Add"), "1");
    var again = AoMessages.draft(PROCESS, Tags.of("Action", "Add"), "1");

    assertThat(draft.sign(wallet.signer()).orThrow().id())
        .isNotEqualTo(again.sign(wallet.signer()).orThrow().id());
  }

  @Test
  void whatPassesIsTriedAgainWithTheSameBytes() throws Exception {
    answers.add(new Canned(503, Map.of("Retry-After", "0"), "{\"error\":\"broker down\"}"));
    answers.add(Canned.of(429, "{\"error\":\"too many\"}"));
    answers.add(Canned.of(504, "{\"error\":\"slow\"}"));
    answers.add(Canned.of(202, "{\"message\":\"Processing DataItem\",\"id\":\"$ID\"}"));

    client.message(AoMessages.draft(PROCESS, Tags.of("Action", "Register"), "alice"));

    assertThat(requests).hasSize(4);
    for (TracedRecord request : requests) {
      assertThat(request.body()).isEqualTo(requests.get(0).body());
    }
  }

  @Test
  void triesAreBounded() {
    for (int i = 0; i < 10; i++) {
      answers.add(Canned.of(503, "{\"error\":\"broker down\"}"));
    }

    assertThatThrownBy(() -> client.info())
        .isInstanceOfSatisfying(
            GatewayException.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(503);
              assertThat(refused.sentence()).isEqualTo("broker down");
            });
    assertThat(requests).hasSize(4);
  }

  @Test
  void aRefusalIsNotTriedAgainAndKeepsTheGatewaysWords() {
    answers.add(Canned.of(400, "{\"error\":{\"code\":\"BadTag\",\"message\":\"tag 'x' is no\"}}"));
    answers.add(Canned.of(404, "{\"code\":\"NoProcess\",\"message\":\"process 'p' is none\"}"));
    answers.add(Canned.of(413, "<html>too large</html>"));

    refused(400, "BadTag", "tag 'x' is no");
    refused(404, "NoProcess", "process 'p' is none");
    refused(413, "", "<html>too large</html>");
    assertThat(requests).hasSize(3);
  }

  @Test
  void anAnswerForAnotherItemIsNotTaken() {
    answers.add(Canned.of(202, "{\"message\":\"Processing DataItem\",\"id\":\"other\"}"));

    assertThatThrownBy(() -> client.message(AoMessages.draft(PROCESS, Tags.none(), "")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'other'");
  }

  @Test
  void aGatewayThatIsNotThereIsSaidToBeUnreachable() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (AoClient nobody = new AoClient(URI.create("http://127.0.0.1:" + port), wallet, QUICK)) {
      assertThatThrownBy(nobody::info)
          .isInstanceOfSatisfying(
              GatewayException.class,
              failed -> assertThat(failed.status()).isEqualTo(GatewayException.UNREACHABLE));
    }
  }

  @Test
  void aConnectionThatIsCutIsTriedAgain() throws Exception {
    answers.add(Canned.of(0, ""));
    answers.add(Canned.of(200, "{\"registry\":\"r\",\"reads\":\"private\",\"version\":\"1\"}"));

    assertThat(client.info().registry()).isEqualTo("r");
    assertThat(requests).hasSize(2);
  }

  @Test
  void closingEndsAPauseBetweenTries() throws Exception {
    HttpSettings patient =
        new HttpSettings(
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            2,
            Duration.ofMinutes(5),
            Duration.ofMinutes(5));
    answers.add(Canned.of(503, "{\"error\":\"broker down\"}"));
    AoClient closing = new AoClient(base(), wallet, patient);
    CountDownLatch failed = new CountDownLatch(1);
    Thread caller =
        new Thread(
            () -> {
              try {
                closing.info();
              } catch (IOException e) {
                failed.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    caller.start();
    closing.close();

    failed.await();
  }

  @Test
  void aResultIsAskedForAndRead() throws Exception {
    answers.add(Canned.of(200, RESULT));

    Result result = client.result("m_1-", PROCESS);

    assertThat(result.messages().get(0).data()).isEqualTo("d");
    assertThat(requests.get(0).uri()).isEqualTo("/result/m_1-?process-id=" + PROCESS);
  }

  @Test
  void whatIsNoResultIsAFailure() {
    answers.add(Canned.of(200, "{\"error\":\"no such message\"}"));
    answers.add(Canned.of(200, "<html>"));

    assertThatThrownBy(() -> client.result("m", PROCESS)).hasMessageContaining("not a Result");
    assertThatThrownBy(() -> client.result("m", PROCESS)).hasMessageContaining("not a Result");
  }

  @Test
  void pagesOfResultsAreRead() throws Exception {
    answers.add(
        Canned.of(
            200,
            "{\"pageInfo\":{\"hasNextPage\":true},\"edges\":[{\"cursor\":\"c=\",\"node\":"
                + RESULT
                + "}]}"));

    ResultsPage page = client.results(PROCESS, "b+=", 10);

    assertThat(page.hasNextPage()).isTrue();
    assertThat(page.edges().get(0).cursor()).isEqualTo("c=");
    assertThat(requests.get(0).uri())
        .isEqualTo("/results/" + PROCESS + "?sort=ASC&limit=10&from=b%2B%3D");
  }

  @Test
  void anAnonymousDryRunHasTheSixKeysOfTheProtocol() throws Exception {
    answers.add(Canned.of(200, RESULT));

    client.dryRun(PROCESS, Tags.of("Action", "QueryHandle"), "alice");

    TracedRecord request = requests.get(0);
    assertThat(request.uri()).isEqualTo("/dry-run?process-id=" + PROCESS);
    assertThat(request.headers().get("Content-type")).containsExactly("application/json");
    assertThat(new String(request.body(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"Id\":\"1234\",\"Target\":\""
                + PROCESS
                + "\",\"Owner\":\""
                + wallet.address()
                + "\",\"Anchor\":\"0\",\"Data\":\"alice\",\"Tags\":["
                + "{\"name\":\"Action\",\"value\":\"QueryHandle\"},"
                + "{\"name\":\"Data-Protocol\",\"value\":\"ao\"},"
                + "{\"name\":\"Variant\",\"value\":\"ao.TN.1\"},"
                + "{\"name\":\"Type\",\"value\":\"Message\"}]}");
  }

  @Test
  void aProvenDryRunIsASignedItemWithTheTime() throws Exception {
    answers.add(Canned.of(200, RESULT));
    AoClient atNoon = client(Clock.fixed(Instant.ofEpochMilli(1731234567123L), ZoneOffset.UTC));

    atNoon.provenDryRun(PROCESS, Tags.of("Action", "GetChatList"), "");

    TracedRecord request = requests.get(0);
    assertThat(request.uri()).isEqualTo("/dry-run?process-id=" + PROCESS);
    assertThat(request.headers().get("Content-type")).containsExactly("application/octet-stream");
    VerifiedItem item = new Verifier().read(request.body()).orThrow();
    assertThat(item.owner()).isEqualTo(wallet.address());
    assertThat(item.targetId()).isEqualTo(PROCESS);
    assertThat(item.tags())
        .contains(new Tag("Timestamp", "1731234567123"), new Tag("Dry-Run", "true"));
  }

  @Test
  void aListOfItsOwnIsReadWithATokenThatIsKeptAndRenewed() throws Exception {
    long now = 1731234567123L;
    String page = "{\"pageInfo\":{\"hasNextPage\":false},\"edges\":[]}";
    AoClient atNoon = client(Clock.fixed(Instant.ofEpochMilli(now), ZoneOffset.UTC));
    answers.add(Canned.of(403, "{\"error\":\"not to strangers\",\"code\":\"Unauthorized\"}"));
    answers.add(Canned.of(200, "{\"authority\":\"" + PROCESS + "\"}"));
    answers.add(token("one", now + 31_000));
    answers.add(Canned.of(200, page));
    atNoon.results(PROCESS, "", 10);

    assertThat(requests.get(0).headers()).doesNotContainKey("Authorization");
    VerifiedItem item = new Verifier().read(requests.get(2).body()).orThrow();
    assertThat(requests.get(2).uri()).isEqualTo("/access");
    assertThat(item.owner()).isEqualTo(wallet.address());
    assertThat(item.targetId()).isEqualTo(PROCESS);
    assertThat(item.tags())
        .contains(new Tag("Action", "Access"), new Tag("Timestamp", Long.toString(now)))
        .contains(new Tag("Origin", base().toString()));
    assertThat(AccessToken.origin(URI.create("HTTPS://Chat.Example:443/x/")))
        .isEqualTo("https://chat.example");
    assertThat(requests.get(3).headers().get("Authorization")).containsExactly("Bearer one");

    answers.add(Canned.of(200, page));
    atNoon.results(PROCESS, "", 10);
    assertThat(requests.get(4).headers().get("Authorization")).containsExactly("Bearer one");

    answers.add(Canned.of(401, "{\"error\":\"revoked\",\"code\":\"InvalidToken\"}"));
    answers.add(Canned.of(200, "{\"authority\":\"" + PROCESS + "\"}"));
    answers.add(token("two", now + 30_000));
    answers.add(Canned.of(200, page));
    atNoon.results(PROCESS, "", 10);
    assertThat(requests.get(8).headers().get("Authorization")).containsExactly("Bearer two");

    // Within half a minute of its end a token is not shown any more.
    answers.add(Canned.of(200, "{\"authority\":\"" + PROCESS + "\"}"));
    answers.add(token("three", now + 3_600_000));
    assertThat(atNoon.access().toString()).doesNotContain("three").contains("AccessToken");
    assertThat(requests).hasSize(11);
  }

  @Test
  void whoIsNoReaderEvenWithATokenIsToldSoOnce() {
    answers.add(Canned.of(403, "{\"error\":\"not to strangers\"}"));
    answers.add(Canned.of(200, "{\"authority\":\"" + PROCESS + "\"}"));
    answers.add(token("one", Instant.now().plusSeconds(3600).toEpochMilli()));
    answers.add(Canned.of(403, "{\"error\":\"not to you\"}"));
    assertThatThrownBy(() -> client.results(PROCESS, "", 10)).hasMessageContaining("not to you");
    assertThat(requests).hasSize(4);
  }

  private static Canned token(String text, long expires) {
    return Canned.of(200, "{\"access_token\":\"" + text + "\",\"expires_at\":" + expires + "}");
  }

  private void refused(int status, String code, String sentence) {
    assertThatThrownBy(() -> client.info())
        .isInstanceOfSatisfying(
            GatewayException.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(status);
              assertThat(refused.code()).isEqualTo(code);
              assertThat(refused.sentence()).isEqualTo(sentence);
            });
  }

  private AoClient client(Clock clock) {
    // A slash at the end must not double.
    return new AoClient(URI.create(base() + "/"), wallet, QUICK, clock);
  }

  private URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    requests.add(
        new TracedRecord(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            Map.copyOf(exchange.getRequestHeaders()),
            body));
    Canned canned = answers.remove();
    if (canned.status() == 0) {
      exchange.close();
      return;
    }
    String id = new Verifier().read(body).fold(VerifiedItem::id, refusal -> "");
    byte[] bytes = canned.body().replace("$ID", id).getBytes(StandardCharsets.UTF_8);
    canned.headers().forEach(exchange.getResponseHeaders()::add);
    exchange.sendResponseHeaders(canned.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
