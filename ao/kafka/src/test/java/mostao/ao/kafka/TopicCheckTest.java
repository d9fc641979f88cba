package mostao.ao.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mostao.ao.wire.Topics;
import mostao.local.broker.BrokerSettings;
import mostao.local.broker.EmbeddedBroker;
import mostao.local.os.Ports;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a broker that knows rights; each test has topics of its own. */
class TopicCheckTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Runnable NEVER =
      () -> {
        throw new AssertionError("the program was ended");
      };

  private static final String ME = "User:ANONYMOUS";

  @TempDir static Path folder;
  private static EmbeddedBroker broker;
  private static Admin admin;
  private static String secure;

  @BeforeAll
  static void start() {
    BrokerSettings settings = BrokerSettings.in(folder.resolve("broker"));
    secure = "127.0.0.1:" + Ports.freeBase(1);
    String clients = "CLIENTS://127.0.0.1:" + settings.port() + ",SECURE://" + secure;
    broker =
        EmbeddedBroker.start(
            settings
                .with(
                    "authorizer.class.name",
                    "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .with("allow.everyone.if.no.acl.found", "true")
                .with("listeners", clients + ",CONTROLLER://127.0.0.1:" + settings.controllerPort())
                .with("advertised.listeners", clients)
                .with(
                    "listener.security.protocol.map",
                    "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_PLAINTEXT")
                .with("sasl.enabled.mechanisms", "PLAIN")
                .with(
                    "listener.name.secure.plain.sasl.jaas.config", login("user_alice=\"right\"")));
    admin = Admin.create(kafka(broker.bootstrapServers()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.killAbruptly();
  }

  private static String login(String options) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required " + options + ";";
  }

  private static Map<String, Object> kafka(String servers) {
    return Map.of("bootstrap.servers", servers);
  }

  private static TopicCheck check() {
    return new TopicCheck(
        "check", kafka(broker.bootstrapServers()), PATIENCE, Duration.ofMillis(50));
  }

  private static void make(String topic, int partitions, Map<String, String> config)
      throws Exception {
    NewTopic made = new NewTopic(topic, partitions, (short) 1).configs(config);
    admin.createTopics(List.of(made)).all().get(60, TimeUnit.SECONDS);
    await().atMost(PATIENCE).until(() -> isKnown(topic));
  }

  /** A broker may take a moment to know what it has made. */
  private static boolean isKnown(String topic) throws Exception {
    return admin.listTopics().names().get(60, TimeUnit.SECONDS).contains(topic);
  }

  private static void makeAsItMustBe(String topic) throws Exception {
    Topics.Definition definition = Topics.definition(topic);
    make(topic, definition.partitions(), definition.config());
  }

  /** Once there is one right to it, there are no others. */
  private static void allow(String user, ResourceType type, String name, AclOperation operation)
      throws Exception {
    AccessControlEntry entry =
        new AccessControlEntry(user, "*", operation, AclPermissionType.ALLOW);
    ResourcePattern resource = new ResourcePattern(type, name, PatternType.LITERAL);
    admin.createAcls(List.of(new AclBinding(resource, entry))).all().get(60, TimeUnit.SECONDS);
  }

  @Test
  void whatIsAsItMustBeIsNotToldOf() throws Exception {
    makeAsItMustBe("ao.registry.inbox");
    makeAsItMustBe("ao.registry.outbox");

    assertThatCode(
            () ->
                check()
                    .evaluates("ao.registry.inbox")
                    .writes("ao.registry.outbox")
                    .knows("ao-registry")
                    .start(NEVER))
        .doesNotThrowAnyException();
  }

  @Test
  void tooFewPartitionsAreRefused() throws Exception {
    make("ao.handle.inbox", 3, Map.of());

    assertThatThrownBy(() -> check().writes("ao.handle.inbox").start(NEVER))
        .hasMessageContaining("topic ao.handle.inbox has 3 partitions and must have 24: ")
        .hasMessageContaining("make-topics");
  }

  @Test
  void timesOfProducersAreRefused() throws Exception {
    make("ao.session.inbox", 24, Map.of());

    assertThatThrownBy(() -> check().evaluates("ao.session.inbox").start(NEVER))
        .hasMessage(
            "topic ao.session.inbox has message.timestamp.type=CreateTime and must have"
                + " LogAppendTime: run make-topics, which sets it");
  }

  @Test
  void everyMissingRightIsNamed() throws Exception {
    makeAsItMustBe("ao.wallet.inbox");
    makeAsItMustBe("ao.processes");
    allow(ME, ResourceType.TOPIC, "ao.wallet.inbox", AclOperation.DESCRIBE);
    allow("User:other", ResourceType.TOPIC, "ao.processes", AclOperation.ALL);
    allow("User:other", ResourceType.GROUP, "gateway-messenger", AclOperation.ALL);

    assertThatThrownBy(
            () ->
                check()
                    .writes("ao.wallet.inbox")
                    .reads("ao.processes")
                    .knows("gateway-messenger")
                    .start(NEVER))
        .hasMessageContaining(
            "READ of topic ao.processes, WRITE of topic ao.wallet.inbox,"
                + " READ of group gateway-messenger: add them")
        .hasMessageContaining("users.yaml");
  }

  @Test
  void aTopicThatComesLaterIsWaitedForAndThenCompared() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);

    check().reads("ao.session.outbox").start(ended::countDown);
    assertThat(ended.getCount()).isEqualTo(1);
    make("ao.session.outbox", 1, Map.of());

    assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aBrokerThatIsAwayIsWaitedFor() {
    Map<String, Object> away = kafka("127.0.0.1:" + Ports.freeBase(1));
    Duration soon = Duration.ofMillis(200);
    try (TopicCheck check = new TopicCheck("check", away, soon, soon)) {
      assertThatCode(() -> check.reads("ao.processes").start(NEVER)).doesNotThrowAnyException();
    }
  }

  @Test
  void aBrokerThatRefusesTheUserIsNotWaitedFor() {
    Map<String, Object> stranger =
        Map.of(
            "bootstrap.servers",
            secure,
            "security.protocol",
            "SASL_PLAINTEXT",
            "sasl.mechanism",
            "PLAIN",
            "sasl.jaas.config",
            login("username=\"alice\" password=\"wrong\""));

    assertThatThrownBy(
            () ->
                new TopicCheck("check", stranger, PATIENCE, Duration.ofMillis(50))
                    .reads("ao.processes")
                    .start(NEVER))
        .hasMessageStartingWith("the broker refuses this program: ")
        .hasMessageContaining("check kafka.security.protocol");
  }
}
