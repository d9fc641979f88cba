package mostao.gateway.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.message.Result;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.Topics;
import mostao.gateway.fixture.Condition;
import mostao.gateway.fixture.GatewayFixture;
import mostao.gateway.fixture.RawConnection;
import mostao.gateway.fixture.RawConnection.Response;
import mostao.gateway.fixture.TestSystem;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Many hostile requests to every operation of the OpenAPI document and to the management port:
 * {@code -Dmostao.fuzz.requests=} so many, {@code -Dmostao.fuzz.seed=} the same ones again, but for
 * ids and signatures, which are made anew.
 */
@QuarkusTest
@TestProfile(DoorFuzzTest.Unhurried.class)
class DoorFuzzTest {
  private static final Logger LOG = Logger.getLogger(DoorFuzzTest.class);
  private static final int REQUESTS = Integer.getInteger("mostao.fuzz.requests", 50_000);
  private static final long SEED = Long.getLong("mostao.fuzz.seed", 104L);
  private static final int CLIENTS = 6;

  /** With fewer, some operation may not be asked as it wants to be. */
  private static final int ENOUGH_FOR_ALL = 20_000;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_GROWTH = 48 << 20;

  /** Texts that a client must never see. */
  private static final Pattern INSIDES =
      Pattern.compile(
          "Exception|Throwable|\\bat [a-z]+\\.|java\\.|io\\.(quarkus|vertx|netty|smallrye)|"
              + "org\\.(jboss|apache)|mostao\\.(gateway|ao)\\.");

  /** No client is limited, and no request waits for long. */
  public static final class Unhurried implements QuarkusTestProfile {
    @Override
    public boolean disableGlobalTestResources() {
      return true;
    }

    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(TestSystem.class, Map.of("mostao.result.wait", "30ms")));
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "mostao.limits.address.reads", "0",
          "mostao.limits.address.writes", "0",
          "mostao.limits.address.questions", "0",
          "mostao.limits.address.graphql", "0",
          "mostao.limits.wallet.items", "0",
          "mostao.http.body-timeout", "3s");
    }
  }

  private GatewayFixture gateway;
  private JsonNode document;
  private FuzzedSystem system;
  private List<String> processes;

  /** How often a client got what an operation is for. */
  private final Map<String, Integer> served = new ConcurrentHashMap<>();

  @BeforeEach
  void open() {
    gateway = GatewayFixture.open();
    document = gateway.client().get("/q/openapi?format=json").json();
    system = new FuzzedSystem(gateway);
    processes = system.processes();
  }

  @Test
  void nothingThatIsSentBreaksAnythingOrIsTakenWithoutASignature() throws Exception {
    LOG.infof("fuzzing with -Dmostao.fuzz.seed=%d, %d requests", SEED, REQUESTS);
    fire(SEED + 1_000_000, Math.min(REQUESTS, 2000));
    Map<String, Integer> before = gateway.counts();
    long usedBefore = used();
    long begin = System.nanoTime();

    Map<Integer, Integer> statuses = fire(SEED, REQUESTS);

    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    LOG.infof("%d requests in %d ms: %s", REQUESTS, millis, statuses);
    assertThat(statuses).containsKeys(200, 202, 400, 404);
    if (REQUESTS >= ENOUGH_FOR_ALL) {
      List<String> operations = new FuzzRequests(SEED, system, document).operations();
      assertThat(served.keySet()).as("operations that were reached").containsAll(operations);
    }
    anOrdinaryClientIsServed();
    assertThat(gateway.ready()).isTrue();
    assertThat(used() - usedBefore).as("heap after collection").isLessThan(MOST_GROWTH);
    everythingOnTheTopicsIsSigned(before);
  }

  /** The port of operators has no rule about errors, but it has to stay up. */
  @Test
  void theManagementPortStaysUp() throws Exception {
    JsonNode paths =
        new ObjectMapper()
            .readTree(
                "{\"paths\":{\"/q/health\":{\"get\":{}},\"/q/health/ready\":{\"get\":{}},"
                    + "\"/q/health/live\":{\"get\":{}},\"/q/metrics\":{\"get\":{}},"
                    + "\"/q/units\":{\"get\":{}}}}");
    FuzzRequests shots = new FuzzRequests(SEED, system, paths);
    for (int i = 0; i < REQUESTS / 25; i++) {
      FuzzRequest shot = shots.next();
      try (RawConnection connection = RawConnection.toOperator(PATIENCE)) {
        Optional<Response> response = shoot(connection, shot);
        String what = response.map(Response::text).orElse("closed") + "\nto " + shot;
        assertThat(response.isPresent() || !shot.honest()).as(what).isTrue();
        assertThat(response.map(Response::status).orElse(0)).as(what).isLessThan(500);
      }
    }
    assertThat(gateway.ready()).isTrue();
    for (String path : List.of("/q/metrics", "/q/units", "/q/health/live")) {
      try (RawConnection connection = RawConnection.toOperator(PATIENCE)) {
        assertThat(connection.get(path).status()).as(path).isEqualTo(200);
      }
    }
  }

  private Map<Integer, Integer> fire(long seed, int requests) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    Map<Integer, Integer> statuses = new TreeMap<>();
    try {
      List<Future<Map<Integer, Integer>>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        Callable<Map<Integer, Integer>> work = () -> client(client, seed, requests / CLIENTS + 1);
        running.add(threads.submit(work));
      }
      for (Future<Map<Integer, Integer>> one : running) {
        one.get(5 + requests / 10_000, TimeUnit.MINUTES)
            .forEach((k, n) -> statuses.merge(k, n, Integer::sum));
      }
    } finally {
      threads.shutdownNow();
    }
    return statuses;
  }

  private Map<Integer, Integer> client(int client, long seed, int requests) {
    FuzzRequests shots = new FuzzRequests(seed + client, system, document);
    Map<Integer, Integer> statuses = new TreeMap<>();
    RawConnection connection = connect(client);
    boolean used = false;
    for (int i = 0; i < requests; i++) {
      FuzzRequest shot = shots.next();
      Optional<Response> response = shoot(connection, shot);
      if (response.isEmpty() && shot.honest() && used) {
        // A server may close a connection between two requests (RFC 9112, section 9.5).
        connection.close();
        connection = connect(client);
        response = shoot(connection, shot);
      }
      if (response.isEmpty() && shot.honest()) {
        throw new AssertionError("no answer to " + shot);
      }
      statuses.merge(response.map(Response::status).orElse(0), 1, Integer::sum);
      response.ifPresent(answer -> check(shot, answer));
      response
          .filter(answer -> answer.status() < 300 && !shot.operation().isEmpty())
          .ifPresent(answer -> served.merge(shot.operation(), 1, Integer::sum));
      if (i % 5000 == 0) {
        gateway.units().forget();
      }
      used = shot.honest() && response.filter(DoorFuzzTest::goesOn).isPresent();
      if (!used) {
        connection.close();
        connection = connect(client);
      }
    }
    connection.close();
    return statuses;
  }

  /** The answer; none when the connection was closed instead. Waiting for too long is neither. */
  private static Optional<Response> shoot(RawConnection connection, FuzzRequest shot) {
    try {
      connection.send(shot.bytes());
      if (!shot.honest()) {
        connection.end();
      }
      return Optional.of(connection.read(shot.head()));
    } catch (SocketTimeoutException late) {
      throw new AssertionError("no answer in " + PATIENCE + " to " + shot, late);
    } catch (IOException closed) {
      return Optional.empty();
    }
  }

  private static boolean goesOn(Response response) {
    return !response.header("connection").equalsIgnoreCase("close")
        && !response.header("content-type").startsWith("text/event-stream");
  }

  private static RawConnection connect(int client) {
    return RawConnection.from("127.0.1." + (1 + client), 0, PATIENCE);
  }

  private static void check(FuzzRequest shot, Response response) {
    int status = response.status();
    if (status < 400) {
      return;
    }
    String what = status + " " + response.headers() + " " + response.text() + "\nto " + shot;
    if (status >= 500) {
      assertThat(status).as(what).isIn(503, 504);
      assertThat(response.header("retry-after")).as(what).isNotEmpty();
    }
    assertThat(INSIDES.matcher(response.text()).find()).as(what).isFalse();
    // Not every answer is JSON: a preflight has no body, and neither has the answer to bytes that
    // are not a request, to an invalid URI, or to one that is refused by the reader of request
    // lines and headers.
    boolean bare =
        shot.head()
            || !shot.honest()
            || shot.method().equals("OPTIONS")
            || !shot.hasUri()
            || status == 414
            || status == 431
            || (status == 403 && shot.isForeignToCors());
    if (bare && response.body().length == 0) {
      return;
    }
    assertThat(response.header("content-type")).as(what).startsWith("application/json");
    if (response.json().path("errors").path(0).path("message").isTextual()) {
      // As GraphQL says it.
      return;
    }
    assertThat(response.json().path("error").asText()).as(what).isNotEmpty();
    assertThat(response.json().path("code").asText()).as(what).matches("[A-Za-z]+");
  }

  private void anOrdinaryClientIsServed() throws IOException {
    VerifiedItem item = GatewayFixture.message(processes.get(1), "Action", "Info");
    assertThat(gateway.client().post(item.bytes()).status()).isEqualTo(202);
    gateway.publish("handle", processes.get(1), item.id(), Result.said("done"));
    String of = item.id() + "?process-id=" + processes.get(1);
    Condition.await(
        "the Result is there", () -> gateway.client().get("/result/" + of).status() == 200);
    try (RawConnection connection = connect(CLIENTS + 1)) {
      String token = system.tokens().get(1);
      String stream =
          "GET /stream/" + processes.get(1) + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + token;
      connection.send(stream + "\r\n\r\n");
      assertThat(connection.read(false).header("content-type")).startsWith("text/event-stream");
    }
  }

  private void everythingOnTheTopicsIsSigned(Map<String, Integer> before) {
    InboxVerifier admission = new InboxVerifier(new Verifier());
    int taken = 0;
    for (String module : Topics.MODULES) {
      List<ConsumerRecord<String, byte[]>> inbox = gateway.log().all(Topics.inbox(module));
      taken += inbox.size() - before.get(Topics.inbox(module));
      for (ConsumerRecord<String, byte[]> record : inbox) {
        ReceivedRecord received =
            new ReceivedRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value());
        assertThat(admission.verify(received)).isInstanceOf(Decoded.Ok.class);
        assertThat(processes).contains(record.key());
      }
      assertThat(gateway.log().all(Topics.deadLetters(module)))
          .hasSize(before.get(Topics.deadLetters(module)));
    }
    assertThat(taken).as("honest items among the hostile").isPositive();
    assertThat(gateway.log().all(Topics.PROCESSES)).hasSize(before.get(Topics.PROCESSES));
  }

  private long used() {
    gateway.units().forget();
    System.gc();
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
