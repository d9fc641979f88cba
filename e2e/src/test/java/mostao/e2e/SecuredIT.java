package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.Writer;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import mostao.ao.process.Json;
import mostao.ao.wire.Topics;
import mostao.client.chat.Conversation;
import mostao.client.chat.Handle;
import mostao.client.chat.Registry;
import mostao.client.chat.StoredMessage;
import mostao.client.chat.WaitPolicy;
import mostao.client.http.AoClient;
import mostao.client.trust.Trust;
import mostao.client.wallet.RsaWallet;
import mostao.client.wallet.WalletFile;
import mostao.local.database.SchemaOwner;
import mostao.local.os.StartFailure;
import mostao.local.stack.LocalStack;
import mostao.local.stack.ServiceProcess;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each program with its own certificate and the rights of the production manifests, on a broker
 * with its authorizer on and a database behind TLS: everything works, and nothing else does.
 */
class SecuredIT {
  private static final int TLS_ALERT = 0x15;
  private static final String NOT_ALLOWED_BY_HBA = "28000";
  private static final String PERMISSION_DENIED = "42501";

  private static SecuredSystem system;
  private static LocalStack stack;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    Path data = RunningSystem.root().resolve("e2e/target/secured");
    LocalStack.delete(data);
    system = SecuredSystem.start(data);
    stack = system.stack();
  }

  @AfterAll
  static void stop() {
    if (system != null) {
      system.close();
    }
  }

  @Test
  void aWholeConversationGoesThroughAllFivePrograms() throws Exception {
    RsaWallet one = wallet("dev-1");
    RsaWallet two = wallet("dev-2");
    try (AoClient first = new AoClient(URI.create(stack.url()), one);
        AoClient second = new AoClient(URI.create(stack.url()), two)) {
      Registry registry = Registry.of(first, WaitPolicy.DEFAULT, Trust.open(folder.resolve("1")));
      Handle alice = registry.register("alice", Json.object().put("pubkey", one.pubkey()));
      Handle bob =
          Registry.of(second, WaitPolicy.DEFAULT, Trust.open(folder.resolve("2")))
              .register("bob", Json.object().put("pubkey", two.pubkey()));
      alice.addDevice();
      bob.addDevice();
      Conversation atAlice = registry.establish(alice, bob.name());
      Conversation atBob = bob.conversation(atAlice.session(), alice.name());
      atAlice.rotate();
      atAlice.say("hello");
      atBob.say("and you");
      bob.awaitUnread(atAlice.session(), 1);
      alice.awaitUnread(atAlice.session(), 1);
      List<String> read = new ArrayList<>();
      for (StoredMessage stored : atBob.history(0)) {
        read.add(atBob.open(stored));
      }
      assertThat(read).containsExactly("hello", "and you");
    }
  }

  /** Among them: a service the outbox of another, the gateway and the messenger any outbox. */
  @Test
  void noProgramWritesATopicThatTheManifestsDoNotGiveIt() {
    int refused = 0;
    for (String program : system.programs()) {
      try (KafkaProducer<String, byte[]> producer = producer(system.client(program))) {
        for (Topics.Definition topic : Topics.all()) {
          if (!may(program, AclOperation.WRITE, topic.name())) {
            assertThat(writing(producer, topic.name()))
                .as("%s writes %s", program, topic.name())
                .isInstanceOf(TopicAuthorizationException.class);
            refused++;
          }
        }
      }
    }
    for (String module : Topics.MODULES) {
      String outbox = Topics.outbox(module);
      assertThat(system.programs())
          .filteredOn(program -> may(program, AclOperation.WRITE, outbox))
          .containsExactly(module + "-service");
    }
    // Eleven topics; the gateway writes four, the messenger eight, a service two.
    assertThat(refused).isEqualTo(5 * 11 - 4 - 8 - 3 * 2);
  }

  @Test
  void noServiceReadsWhatIsAnothers() {
    for (String program : system.programs()) {
      for (Topics.Definition topic : Topics.all()) {
        if (!may(program, AclOperation.READ, topic.name())) {
          assertThat(reading(system.client(program), topic.name()))
              .as("%s reads %s", program, topic.name())
              .isInstanceOf(TopicAuthorizationException.class);
        }
      }
    }
  }

  @Test
  void whoHasNoCertificateOfOursGetsNothing() {
    for (Map<String, String> client : List.of(system.nobody(), system.impostor("messenger"))) {
      assertThat(asking(client)).isInstanceOf(SslAuthenticationException.class);
    }
    // Of ours, but of no program.
    Map<String, String> unknown = system.client("unknown");
    try (KafkaProducer<String, byte[]> producer = producer(unknown)) {
      for (Topics.Definition topic : Topics.all()) {
        assertThat(writing(producer, topic.name())).isInstanceOf(TopicAuthorizationException.class);
        assertThat(reading(unknown, topic.name())).isInstanceOf(TopicAuthorizationException.class);
      }
    }
  }

  @Test
  void plainTextIsRefusedByTheBroker() throws IOException {
    String[] address = stack.broker().bootstrapServers().split(":", -1);
    for (int port : new int[] {Integer.parseInt(address[1]), Integer.parseInt(address[1]) + 1}) {
      try (Socket socket = new Socket(address[0], port)) {
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(60));
        // ApiVersions, version 0, of a client without a name: what every client asks first.
        socket
            .getOutputStream()
            .write(
                ByteBuffer.allocate(14)
                    .putInt(10)
                    .putShort((short) 18)
                    .putShort((short) 0)
                    .putInt(1)
                    .putShort((short) -1)
                    .array());
        assertThat(socket.getInputStream().read()).isIn(-1, TLS_ALERT);
      }
    }
  }

  @Test
  void theDatabaseIsReachedWithTlsAlone() throws SQLException {
    for (ServiceProcess service : stack.services()) {
      if (service.owner().isPresent()) {
        SchemaOwner owner = service.owner().get();
        assertThat(owner.jdbcUrl()).contains("sslmode=verify-full");
        assertThatThrownBy(() -> connect(owner, "disable"))
            .isInstanceOfSatisfying(
                SQLException.class,
                refused -> assertThat(refused.getSQLState()).isEqualTo(NOT_ALLOWED_BY_HBA))
            .hasMessageContaining("no encryption");
        try (Connection connection = connect(owner, "verify-full");
            Statement sql = connection.createStatement();
            ResultSet row =
                sql.executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
          assertThat(row.next()).isTrue();
          assertThat(row.getBoolean(1)).isTrue();
        }
      }
    }
    try (Connection all = stack.database().connectAsSuperuser();
        Statement sql = all.createStatement();
        ResultSet row =
            sql.executeQuery(
                "SELECT count(*), count(*) FILTER (WHERE s.ssl) FROM pg_stat_ssl s JOIN"
                    + " pg_stat_activity a USING (pid) WHERE a.usename IN"
                    + " ('registry', 'handle', 'session')")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getInt(1)).as("the services' own connections").isPositive();
      assertThat(row.getInt(2)).isEqualTo(row.getInt(1));
    }
  }

  @Test
  void noServiceReadsTheSchemaOfAnother() throws SQLException {
    for (String module : Topics.MODULES) {
      SchemaOwner owner = stack.service(module).owner().orElseThrow();
      try (Connection connection = connect(owner, "verify-full");
          Statement sql = connection.createStatement()) {
        for (String other : Topics.MODULES) {
          String query = "SELECT count(*) FROM " + other + ".progress";
          if (other.equals(module)) {
            sql.executeQuery(query).close();
          } else {
            assertThatThrownBy(() -> sql.executeQuery(query))
                .as("%s reads %s", module, other)
                .isInstanceOfSatisfying(
                    SQLException.class,
                    refused -> assertThat(refused.getSQLState()).isEqualTo(PERMISSION_DENIED));
          }
        }
      }
    }
  }

  @Test
  void aRightThatLacksIsNamedInOneLineWithTheRemedy() throws Exception {
    AclBinding right =
        system.rightsOf("messenger").stream()
            .filter(one -> one.entry().operation() == AclOperation.WRITE)
            .filter(one -> one.pattern().name().equals(Topics.WALLETS))
            .findFirst()
            .orElseThrow();
    ServiceProcess messenger = stack.service("messenger");
    messenger.stop();
    try (Admin admin = Admin.create(at(system.operator()))) {
      admin.deleteAcls(List.of(right.toFilter())).all().get(60, TimeUnit.SECONDS);
      try {
        assertThat(refusal(messenger, Map.of()))
            .contains(
                "WRITE of topic " + Topics.WALLETS,
                "deploy/kubernetes/components/strimzi/users.yaml");
      } finally {
        messenger.kill();
        admin.createAcls(List.of(right)).all().get(60, TimeUnit.SECONDS);
        messenger.start();
      }
    }
  }

  @Test
  void aProgramWithoutCredentialsSaysWhichSettingsToCheck() throws IOException {
    ServiceProcess registry = stack.service("registry");
    registry.stop();
    try {
      Map<String, String> other = new HashMap<>();
      system
          .impostor("registry-service")
          .forEach((name, value) -> other.put("kafka." + name, value));
      assertThat(refusal(registry, other))
          .contains("the broker refuses this program", "kafka.ssl.*");
    } finally {
      registry.kill();
      registry.start();
    }
  }

  /** The one line. */
  private static String refusal(ServiceProcess process, Map<String, String> settings)
      throws IOException {
    long before = Files.readAllLines(process.log()).size();
    assertThatThrownBy(() -> process.start(settings)).isInstanceOf(StartFailure.class);
    assertThat(process.exitCode()).isEqualTo(Optional.of(1));
    List<String> log = Files.readAllLines(process.log()).stream().skip(before).toList();
    assertThat(log).noneMatch(line -> line.startsWith("\tat "));
    List<String> said = log.stream().filter(line -> line.contains("Not started: ")).toList();
    assertThat(said).hasSize(1);
    return said.get(0);
  }

  @Test
  void peopleWatchWithACertificateAndAreToldWhichRightsTheyLack() throws Exception {
    String registry = registry();
    Path operator = file("operator", at(system.operator()));
    watched(operator, registry);

    // It reads one inbox and writes one outbox, in one group.
    Path service = file("service", at(system.client("registry-service")));
    assertThat(Launcher.run("lag", "--kafka-config", service.toString()))
        .satisfies(
            said -> {
              assertThat(said.out()).contains("ao-registry ").doesNotContain("ao-handle");
              assertThat(said.err())
                  .contains("this user lacks the right Describe of group ao-handle")
                  .contains("this user lacks the right Describe of group gateway-messenger");
            });
    Launcher.Said trace = Launcher.run("trace", registry, "--kafka-config", service.toString());
    assertThat(trace.code()).as("%s", trace).isZero();
    assertThat(trace.err())
        .contains("lacks the right Read of topic ao.registry.outbox; it is left out")
        .contains("lacks the right Describe of it: topic ao.handle.inbox, ao.handle.inbox.dlq");
    assertThat(said(service, "tail", "ao.registry.outbox", "--offset", "0"))
        .contains("this user lacks the right Read of topic ao.registry.outbox");
    assertThat(said(service, "tail", "ao.session.inbox"))
        .contains("no topic ao.session.inbox, or this user lacks the right Describe of it");

    assertThat(said(file("nobody", at(system.nobody())), "lag"))
        .contains("the broker does not accept who this is (SslAuthenticationException)");
  }

  @Test
  void peopleWatchWithAPassword() throws Exception {
    String password = "of-the-watcher";
    List<AclBinding> rights = new ArrayList<>();
    for (AclOperation operation : List.of(AclOperation.READ, AclOperation.DESCRIBE)) {
      rights.add(right("watcher", operation, ResourceType.TOPIC, "ao."));
    }
    AclBinding groups = right("watcher", AclOperation.DESCRIBE, ResourceType.GROUP, "*");
    try (Admin admin = Admin.create(at(system.operator()))) {
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      "watcher",
                      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                      password)))
          .all()
          .get(60, TimeUnit.SECONDS);
      admin.createAcls(rights).all().get(60, TimeUnit.SECONDS);
      admin.createAcls(List.of(groups)).all().get(60, TimeUnit.SECONDS);
    }
    watched(file("watcher", system.person("watcher", password)), registry());
    assertThat(said(file("wrong", system.person("watcher", "another")), "lag"))
        .contains("the broker does not accept who this is (SaslAuthenticationException)")
        .doesNotContain("another");
  }

  private static AclBinding right(
      String user, AclOperation operation, ResourceType type, String name) {
    PatternType pattern = name.equals("*") ? PatternType.LITERAL : PatternType.PREFIXED;
    return new AclBinding(
        new ResourcePattern(type, name, pattern),
        new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
  }

  private static String registry() throws Exception {
    try (AoClient client = new AoClient(URI.create(stack.url()), wallet("dev-1"))) {
      return client.info().registry();
    }
  }

  /** Everything is seen, and nothing is left out. */
  private static void watched(Path config, String registry) {
    Launcher.Said lag = Launcher.run("lag", "--kafka-config", config.toString());
    assertThat(lag.code()).as("%s", lag).isZero();
    assertThat(lag.out())
        .contains("ao-registry ", "ao-handle ", "ao-session ", "gateway-messenger ");
    assertThat(lag.err()).isEmpty();
    Launcher.Said trace = Launcher.run("trace", registry, "--kafka-config", config.toString());
    assertThat(trace.code()).as("%s", trace).isZero();
    assertThat(trace.out()).contains("ao.registry.inbox/", "ao.registry.outbox/");
    assertThat(trace.err()).isEmpty();
    Launcher.Said tail =
        Launcher.run(
            "tail",
            "ao.registry.inbox",
            "--offset",
            "0",
            "--count",
            "1",
            "--kafka-config",
            config.toString());
    assertThat(tail.code()).as("%s", tail).isZero();
    assertThat(tail.out()).contains("ao.registry.inbox/");
  }

  /** Of a command that can't do what it should. */
  private static String said(Path config, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--kafka-config", config.toString()));
    Launcher.Said said = Launcher.run(all.toArray(String[]::new));
    assertThat(said.code()).as("%s", said).isEqualTo(1);
    return said.err();
  }

  private Path file(String name, Map<String, ?> client) throws IOException {
    Properties properties = new Properties();
    client.forEach((setting, value) -> properties.put(setting, value.toString()));
    Path file = folder.resolve(name + ".properties");
    try (Writer out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    return file;
  }

  private static boolean may(String program, AclOperation operation, String topic) {
    return system.rightsOf(program).stream()
        .anyMatch(
            right ->
                right.entry().operation() == operation && right.pattern().name().equals(topic));
  }

  private static Map<String, Object> at(Map<String, String> client) {
    Map<String, Object> all = new HashMap<>(client);
    all.put("bootstrap.servers", stack.broker().bootstrapServers());
    return all;
  }

  private static KafkaProducer<String, byte[]> producer(Map<String, String> client) {
    return new KafkaProducer<>(at(client), new StringSerializer(), new ByteArraySerializer());
  }

  /** Why a record was not taken. */
  private static Throwable writing(KafkaProducer<String, byte[]> producer, String topic) {
    return cause(
        catchThrowable(
            () ->
                producer
                    .send(new ProducerRecord<>(topic, "key", new byte[] {'{', '}'}))
                    .get(60, TimeUnit.SECONDS)));
  }

  /** Why no record was given. */
  private static Throwable reading(Map<String, String> client, String topic) {
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(at(client), new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      consumer.seek(new TopicPartition(topic, 0), 0);
      return catchThrowable(
          () -> {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (System.nanoTime() < end) {
              consumer.poll(Duration.ofMillis(200));
            }
          });
    }
  }

  /** Why there was no answer at all. */
  private static Throwable asking(Map<String, String> client) {
    try (Admin admin = Admin.create(at(client))) {
      return cause(catchThrowable(() -> admin.listTopics().names().get(60, TimeUnit.SECONDS)));
    }
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof ExecutionException || failure instanceof KafkaException
        ? Optional.ofNullable(failure.getCause()).orElse(failure)
        : failure;
  }

  private static Connection connect(SchemaOwner owner, String sslmode) throws SQLException {
    return DriverManager.getConnection(
        owner.jdbcUrl().replace("verify-full", sslmode), owner.name(), owner.password());
  }

  private static RsaWallet wallet(String name) throws IOException {
    return (RsaWallet)
        WalletFile.load(RunningSystem.root().resolve("e2e/node/wallets/" + name + ".json"));
  }
}
