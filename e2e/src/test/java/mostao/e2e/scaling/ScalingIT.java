package mostao.e2e.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;
import mostao.ao.testkit.proxy.Flow;
import mostao.ao.testkit.proxy.TcpProxy;
import mostao.ao.wire.Topics;
import mostao.client.bench.Bench;
import mostao.client.bench.BenchReport;
import mostao.client.bench.BenchSettings;
import mostao.client.bench.Load;
import mostao.client.chat.WaitPolicy;
import mostao.client.http.HttpSettings;
import mostao.client.wallet.WalletType;
import mostao.local.broker.BrokerSettings.ProxyListener;
import mostao.local.meter.LocalMeter;
import mostao.local.meter.LocalSystem;
import mostao.local.os.Ports;
import mostao.local.stack.LocalStack;
import mostao.local.stack.ServiceProcess;
import mostao.local.stack.StackSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Deliveries a second with one, two and four replicas of the service that everything waits for.
 * Each test writes its part of {@code e2e/scaling.report.md} to {@code target/scaling}.
 */
@Tag("nightly")
@EnabledIfSystemProperty(
    named = "mostao.scaling",
    matches = "[1-9][0-9]*",
    disabledReason = "takes minutes and the machine for itself: ask for it with e2e/scaling")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScalingIT {
  private static final Logger LOG = Logger.getLogger(ScalingIT.class.getName());
  private static final double AT_LEAST_OF_TWO = 1.6;
  private static final double AT_LEAST_OF_FOUR = 3;

  /** Of a message in the transaction of the session-service that keeps it. */
  private static final Duration INSERTION = Duration.ofMillis(40);

  /** Of a signature; three belong to a message. */
  private static final Duration SIGNATURE = Duration.ofMillis(8);

  private static final int SIGNATURES = 3;

  /** A second, of what a gateway writes to the broker. */
  private static final int DOOR_BYTES = 48 * 1024;

  /**
   * So many sessions that their keys spread: with fewer, the busiest of four replicas may by chance
   * have more than a third of them.
   */
  private static final int SESSIONS = 240;

  private static final int FEWER_SESSIONS = 96;
  private static final int DOORS = 2;

  private final Path root = Path.of(System.getProperty("mostao.root"));
  private final Path folder = root.resolve("e2e/target/scaling");
  private final List<TcpProxy> links = new ArrayList<>();
  private LocalStack stack;

  @BeforeAll
  void start() throws IOException {
    Path data = folder.resolve("system");
    LocalStack.delete(data);
    List<ProxyListener> listeners = new ArrayList<>();
    int port = Ports.freeBase(DOORS);
    for (int door = 0; door < DOORS; door++) {
      TcpProxy link = TcpProxy.to(port + door);
      links.add(link);
      listeners.add(new ProxyListener("DOOR" + door, port + door, link.port()));
    }
    stack =
        LocalStack.start(
            StackSettings.of(root, data, 1)
                .onFreePorts()
                .withQuickStart()
                .withProxyListeners(listeners)
                .withService(
                    "gateway", spec -> spec.with("kafka.bootstrap.servers", address(links.get(0))))
                // What a batch delivers, it delivers at once: small ones make the rate smooth.
                .withService("session", spec -> spec.with("mostao.inbox.batch-records", "20")));
  }

  private static String address(TcpProxy link) {
    return "127.0.0.1:" + link.port();
  }

  @AfterAll
  void stop() {
    if (stack != null) {
      stack.close();
    }
    links.forEach(TcpProxy::close);
  }

  @Test
  void sessionServicesShareTheirSessions() throws Exception {
    List<ServiceProcess> running = new ArrayList<>(List.of(stack.service("session")));
    List<Measured> runs = new ArrayList<>();
    sql(
        "create function session.wait() returns trigger language plpgsql as"
            + " $$ begin perform pg_sleep("
            + INSERTION.toMillis() / 1e3
            + "); return new; end $$",
        "create trigger wait before insert on session.session_message"
            + " for each row execute function session.wait()");
    try {
      for (int replicas : List.of(1, 2, 4)) {
        while (running.size() < replicas) {
          ServiceProcess another = stack.another("session", running.size() + 1);
          another.start();
          running.add(another);
        }
        runs.add(
            measured(
                new Replicas(
                    running,
                    stack.broker().bootstrapServers(),
                    Optional.of("ao-session"),
                    "mostao_messages_total",
                    "action=\"SendMessage\""),
                URI.create(stack.url()),
                SESSIONS,
                160));
      }
    } finally {
      sql("drop trigger wait on session.session_message", "drop function session.wait()");
      running.stream().skip(1).forEach(ServiceProcess::stop);
    }
    told(
        "session",
        "session-service",
        String.format(
            Locale.ROOT,
            "A trigger of the database makes each message wait for %d ms in the transaction that"
                + " keeps it, so that one replica can take %.0f a second. %d sessions, 160 messages"
                + " in flight. Batches of at most 20 records (mostao.inbox.batch-records), so that"
                + " deliveries come smoothly.",
            INSERTION.toMillis(),
            1e3 / INSERTION.toMillis(),
            SESSIONS),
        runs);
  }

  @Test
  void messengersShareTheOutboxes() throws Exception {
    Path key = stack.settings().secrets().resolve("messenger/authority.json");
    ServiceProcess first = stack.service("messenger");
    ServiceProcess second = stack.another("messenger", 2);
    List<Measured> runs = new ArrayList<>();
    first.stop();
    try (SlowSigner one = SlowSigner.open(key, SIGNATURE);
        SlowSigner other = SlowSigner.open(key, SIGNATURE)) {
      first.start(behind(one));
      runs.add(measured(messengers(List.of(first)), URI.create(stack.url()), FEWER_SESSIONS, 64));
      second.start(behind(other));
      runs.add(
          measured(
              messengers(List.of(first, second)), URI.create(stack.url()), FEWER_SESSIONS, 64));
    } finally {
      second.stop();
      first.stop();
      first.start();
    }
    told(
        "messenger",
        "messenger",
        String.format(
            Locale.ROOT,
            "Each messenger has a signer of its own behind a socket, with the same key, which takes"
                + " %d ms for a signature as a slow key management service does, one after"
                + " another. A message needs %d signatures, so that one messenger can carry %.0f"
                + " a second. %d sessions, 64 messages in flight.",
            SIGNATURE.toMillis(),
            SIGNATURES,
            1e3 / SIGNATURE.toMillis() / SIGNATURES,
            FEWER_SESSIONS),
        runs);
  }

  private static Map<String, String> behind(SlowSigner signer) {
    return Map.of(
        "mostao.authority.key-file",
        "",
        "mostao.authority.socket",
        signer.socket().toString(),
        "mostao.authority.address",
        signer.address());
  }

  private Replicas messengers(List<ServiceProcess> running) {
    return new Replicas(
        running,
        stack.broker().bootstrapServers(),
        Optional.of(Topics.MESSENGER_GROUP),
        "mostao_messenger_pushes_total",
        "");
  }

  @Test
  void gatewaysShareTheItems() throws Exception {
    ServiceProcess first = stack.service("gateway");
    ServiceProcess second = stack.another("gateway", 2);
    List<Measured> runs = new ArrayList<>();
    second.start(Map.of("kafka.bootstrap.servers", address(links.get(1))));
    links.forEach(link -> link.requests(new Flow.Limited(DOOR_BYTES)));
    try {
      for (List<ServiceProcess> doors : List.of(List.of(first), List.of(first, second))) {
        List<Integer> ports = doors.stream().map(door -> URI.create(door.url()).getPort()).toList();
        try (TcpProxy balancer = TcpProxy.among(ports)) {
          runs.add(
              measured(
                  new Replicas(
                      doors,
                      stack.broker().bootstrapServers(),
                      Optional.empty(),
                      "mostao_intake_items_total",
                      "outcome=\"Accepted\""),
                  URI.create("http://" + address(balancer)),
                  FEWER_SESSIONS,
                  64));
        }
      }
    } finally {
      links.forEach(TcpProxy::heal);
      second.stop();
    }
    told(
        "gateway",
        "gateway",
        String.format(
            Locale.ROOT,
            "What each gateway sends to the broker goes over a link of its own of %d kB a second,"
                + " and clients' connections go to the gateways in turn, as with a load balancer."
                + " %d sessions, 64 messages in flight.",
            DOOR_BYTES / 1024,
            FEWER_SESSIONS),
        runs);
  }

  private Measured measured(Replicas replicas, URI gateway, int sessions, int inFlight)
      throws IOException, InterruptedException {
    List<Integer> partitions = replicas.awaitBalance();
    List<Double> before = replicas.done();
    LocalSystem system =
        LocalSystem.of(stack.settings().data(), URI.create(stack.url())).orElseThrow();
    BenchReport report;
    try (LocalMeter meter = new LocalMeter(system);
        PrintWriter said =
            new PrintWriter(
                Files.newBufferedWriter(
                    folder.resolve("bench.log"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND))) {
      report =
          Bench.run(
              new BenchSettings(
                  gateway,
                  Optional.of(stack.broker().bootstrapServers()),
                  new Load.InFlight(inFlight, 200),
                  WalletType.ED25519,
                  sessions,
                  300,
                  Duration.ofSeconds(12),
                  Duration.ofSeconds(Integer.getInteger("mostao.scaling")),
                  stack.settings().data().resolve("bench"),
                  64,
                  1,
                  Duration.ofSeconds(60),
                  HttpSettings.DEFAULT,
                  WaitPolicy.DEFAULT),
              meter,
              said);
    }
    List<Double> done = new ArrayList<>(replicas.done());
    for (int i = 0; i < done.size(); i++) {
      done.set(i, done.get(i) - before.get(i));
    }
    LOG.info(replicas.running().size() + " replicas: " + report.toJson());
    assertThat(report.problems()).isEmpty();
    assertThat(report.ok()).isTrue();
    assertThat(replicas.awaitBalance()).as("nothing moved").isEqualTo(partitions);
    return new Measured(replicas.running().size(), report, partitions, done);
  }

  /** Writes it down, good or bad, and judges it. */
  private void told(String file, String title, String cost, List<Measured> runs)
      throws IOException {
    StringBuilder text = new StringBuilder("## " + title + "\n\n" + cost + "\n\n" + Measured.HEAD);
    runs.forEach(run -> text.append(run.line(runs.get(0))));
    LOG.info(text.toString());
    Files.writeString(folder.resolve(file + ".md"), text);
    for (Measured run : runs) {
      if (run.replicas() > 1) {
        assertThat(run.times(runs.get(0)))
            .as("%d replicas of %s, in proportion to one", run.replicas(), title)
            .isGreaterThanOrEqualTo(run.replicas() == 2 ? AT_LEAST_OF_TWO : AT_LEAST_OF_FOUR);
      }
    }
  }

  private void sql(String... statements) throws SQLException {
    try (Connection connection = stack.database().connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }
}
