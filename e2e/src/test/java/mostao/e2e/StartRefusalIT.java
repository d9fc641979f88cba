package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mostao.ao.wire.Topics;
import mostao.local.broker.BrokerSettings;
import mostao.local.broker.EmbeddedBroker;
import mostao.local.os.StartFailure;
import mostao.local.stack.ServiceProcess;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an operator can mend stops a program at start, by name, and changes nothing; what comes by
 * itself is waited for.
 */
@ExtendWith(RunningSystem.class)
class StartRefusalIT {
  private static ServiceProcess registry;

  @BeforeAll
  static void stop() {
    registry = RunningSystem.stack().service("registry");
    registry.stop();
  }

  @AfterAll
  static void startAgain() {
    registry.start();
  }

  @ParameterizedTest
  @CsvSource({
    "RecreatedTopic, origin, topic = reverse(topic)",
    "WrongCluster, origin, cluster = reverse(cluster)",
    "InboxShorterThanDatabase, progress, next_offset = next_offset + 1000000"
  })
  void itStopsAtStartNamesTheMisfitAndTheRunbook(String name, String table, String change)
      throws SQLException {
    sql("create table registry.kept as select * from registry." + table);
    try {
      sql("update registry." + table + " set " + change);

      assertThatThrownBy(registry::start)
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining(name + ": ")
          .hasMessageContaining("deploy/RUNBOOK.md");

      assertThat(registry.exitCode()).isEqualTo(Optional.of(1));
    } finally {
      registry.kill();
      sql("delete from registry." + table);
      sql("insert into registry." + table + " select * from registry.kept");
      sql("drop table registry.kept");
    }
  }

  @Test
  void aKeyFileThatIsOpenToOthersOrCannotBeMadeIsNamed(@TempDir Path folder) throws IOException {
    ServiceProcess messenger = RunningSystem.stack().service("messenger");
    Path key = Files.writeString(folder.resolve("authority.json"), "{}");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertRefused(
        messenger,
        Map.of("mostao.authority.key-file", key.toString()),
        "mostao.authority.key-file",
        "chmod 600");
    // A file is no folder, even for root.
    assertRefused(
        messenger,
        Map.of("mostao.authority.key-file", key.resolve("missing.json").toString()),
        "mostao.authority.key-file",
        "is not there and can't be made");
  }

  @Test
  void aSchemaOfALaterReleaseIsRefusedUntilItIsAccepted() throws SQLException, IOException {
    sql(
        "insert into registry.flyway_schema_history (installed_rank, version, description, type,"
            + " script, checksum, installed_by, execution_time, success)"
            + " values (9999, '9999', 'later', 'SQL', 'V9999__later.sql', 1, 'later', 1, true)");
    try {
      assertRefused(registry, Map.of(), "versions [9999]", "mostao.database.newer-schema");

      registry.start(Map.of("mostao.database.newer-schema", "accept"));
      registry.stop();
    } finally {
      registry.kill();
      sql("delete from registry.flyway_schema_history where version = '9999'");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "quarkus.datasource.password, wrong, quarkus.datasource.password",
    "kafka.bootstrap.servers, localhost, bootstrap.servers",
    "mostao.database.lock-timeot, 1s, did you mean mostao.database.lock-timeout?",
    "mostao.reads, sometimes, mostao.reads",
  })
  void aWrongSettingIsNamed(String setting, String value, String says) throws IOException {
    assertRefused(registry, Map.of(setting, value), says);
  }

  @Test
  void topicsAndRightsThatDoNotFitAreNamed(@TempDir Path folder) throws Exception {
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(
            BrokerSettings.in(folder.resolve("broker"))
                .with(
                    "authorizer.class.name",
                    "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .with("allow.everyone.if.no.acl.found", "true"))) {
      Map<String, String> there = Map.of("kafka.bootstrap.servers", broker.bootstrapServers());
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        make(admin, "ao.registry.inbox", 6, Map.of());
        make(admin, "ao.registry.outbox", 6, Map.of());
        make(admin, "ao.registry.inbox.dlq", 1, Map.of());
        // The broker's first group takes it a while.
        admin.listConsumerGroupOffsets("ao-registry").all().get(60, TimeUnit.SECONDS);
        assertRefused(
            registry, there, "ao.registry.inbox", "message.timestamp.type", "make-topics");

        for (Topics.Definition topic : Topics.all()) {
          if (!topic.name().startsWith("ao.registry.")) {
            make(admin, topic.name(), Math.min(topic.partitions(), 3), topic.config());
          }
        }
        assertRefused(
            RunningSystem.stack().service("gateway"), there, "has 3 partitions", "make-topics");

        AclBinding other =
            new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "ao.wallet.inbox", PatternType.LITERAL),
                new AccessControlEntry(
                    "User:other", "*", AclOperation.ALL, AclPermissionType.ALLOW));
        admin.createAcls(List.of(other)).all().get(60, TimeUnit.SECONDS);
        assertRefused(
            RunningSystem.stack().service("messenger"),
            there,
            "WRITE of topic ao.wallet.inbox",
            "users.yaml");
      }
    }
  }

  private static void make(Admin admin, String topic, int partitions, Map<String, String> config)
      throws Exception {
    NewTopic made = new NewTopic(topic, partitions, (short) 1).configs(config);
    admin.createTopics(List.of(made)).all().get(60, TimeUnit.SECONDS);
  }

  /** One line with all of these, and exit code 1; then the program runs again as before. */
  private static void assertRefused(
      ServiceProcess program, Map<String, String> settings, String... says) throws IOException {
    program.stop();
    try {
      long before = Files.readAllLines(program.log()).size();

      assertThatThrownBy(() -> program.start(settings)).isInstanceOf(StartFailure.class);

      assertThat(program.exitCode()).isEqualTo(Optional.of(1));
      List<String> log = Files.readAllLines(program.log()).stream().skip(before).toList();
      assertThat(log.stream().filter(line -> line.contains("Not started: ")))
          .singleElement(InstanceOfAssertFactories.STRING)
          .contains(says);
      assertThat(log).noneMatch(line -> line.startsWith("\tat "));
    } finally {
      program.kill();
      if (program != registry) {
        program.start();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"handle", "messenger", "gateway"})
  void aBrokerWhoseNameHasNoAddressYetIsWaitedFor(String name) {
    ServiceProcess program = RunningSystem.stack().service(name);
    String broker = "not-there-yet-for-" + name + ".invalid:9092";
    program.stop();
    try {
      program.launch(Map.of("kafka.bootstrap.servers", broker));
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> Files.readString(program.log()).contains(broker + ": waiting for one"));
      assertThat(program.running()).isTrue();
    } finally {
      program.kill();
      program.start();
    }
  }

  private static void sql(String statement) throws SQLException {
    try (Connection connection = RunningSystem.stack().database().connectAsSuperuser();
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }
}
