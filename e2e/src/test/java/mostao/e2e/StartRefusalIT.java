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
import java.util.stream.Stream;
import mostao.ao.ans104.Draft;
import mostao.ao.message.Tags;
import mostao.ao.wire.Topics;
import mostao.client.http.AoClient;
import mostao.client.http.AoMessages;
import mostao.client.wallet.WalletType;
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

/**
 * What an operator can mend stops a program at start, by name, and changes nothing; what comes by
 * itself is waited for.
 */
@ExtendWith(RunningSystem.class)
class StartRefusalIT {
  private static ServiceProcess registry;

  @BeforeAll
  static void stop() throws IOException, InterruptedException {
    evaluateSomething();
    registry = RunningSystem.stack().service("registry");
    registry.stop();
  }

  /** Else the database has nothing that could misfit. */
  private static void evaluateSomething() throws IOException, InterruptedException {
    try (AoClient client = RunningSystem.client(WalletType.ED25519.create())) {
      String process = client.info().registry();
      Draft info = AoMessages.draft(process, Tags.of("Action", "Info"), "");
      client.result(client.message(info), process);
    }
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
    Path key = Files.writeString(folder.resolve("authority.json"), "{}");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    // A file is no folder, even for root.
    Path missing = key.resolve("missing.json");
    Start open = Start.of(another("messenger", 2), "mostao.authority.key-file", key.toString());
    Start unmade =
        Start.of(another("messenger", 3), "mostao.authority.key-file", missing.toString());
    open.assertRefused("mostao.authority.key-file", "chmod 600");
    unmade.assertRefused("mostao.authority.key-file", "is not there and can't be made");
  }

  @Test
  void aSchemaOfALaterReleaseIsRefusedUntilItIsAccepted() throws SQLException, IOException {
    sql(
        "insert into registry.flyway_schema_history (installed_rank, version, description, type,"
            + " script, checksum, installed_by, execution_time, success)"
            + " values (9999, '9999', 'later', 'SQL', 'V9999__later.sql', 1, 'later', 1, true)");
    try {
      Start.of(registry, Map.of()).assertRefused("versions [9999]", "mostao.database.newer-schema");

      registry.start(Map.of("mostao.database.newer-schema", "accept"));
      registry.stop();
    } finally {
      registry.kill();
      sql("delete from registry.flyway_schema_history where version = '9999'");
    }
  }

  @Test
  void aWrongSettingIsNamed() throws IOException {
    Start password = Start.of(another("registry", 2), "quarkus.datasource.password", "wrong");
    Start broker = Start.of(another("registry", 3), "kafka.bootstrap.servers", "localhost");
    Start name = Start.of(another("registry", 4), "mostao.database.lock-timeot", "1s");
    Start reads = Start.of(another("registry", 5), "mostao.reads", "sometimes");
    Start rest = Start.of(another("registry", 6), "mostao.inbox.longest-rest", "2s");
    Start readers = Start.of(another("registry", 7), "mostao.inbox.readers", "17");
    Start pushes = Start.of(another("messenger", 5), "mostao.messenger.longest-rest", "2s");
    password.assertRefused("quarkus.datasource.password");
    broker.assertRefused("bootstrap.servers");
    name.assertRefused("did you mean mostao.database.lock-timeout?");
    reads.assertRefused("mostao.reads");
    rest.assertRefused("mostao.inbox.longest-rest is PT2S", "at most PT1S");
    readers.assertRefused("mostao.inbox.readers is 17", "from 1 to 16");
    pushes.assertRefused("mostao.messenger.longest-rest is PT2S", "at most PT1S");
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
        for (Topics.Definition topic : Topics.all()) {
          if (!topic.name().startsWith("ao.registry.")) {
            make(admin, topic.name(), Math.min(topic.partitions(), 3), topic.config());
          }
        }
        Start topic = Start.of(registry, there);
        Start partitions = Start.of(another("gateway", 2), there);
        topic.assertRefused("ao.registry.inbox", "message.timestamp.type", "make-topics");
        partitions.assertRefused("has 3 partitions", "make-topics");

        AclBinding other =
            new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "ao.wallet.inbox", PatternType.LITERAL),
                new AccessControlEntry(
                    "User:other", "*", AclOperation.ALL, AclPermissionType.ALLOW));
        admin.createAcls(List.of(other)).all().get(60, TimeUnit.SECONDS);
        Start.of(another("messenger", 2), there)
            .assertRefused("WRITE of topic ao.wallet.inbox", "users.yaml");
      }
    }
  }

  private static void make(Admin admin, String topic, int partitions, Map<String, String> config)
      throws Exception {
    NewTopic made = new NewTopic(topic, partitions, (short) 1).configs(config);
    admin.createTopics(List.of(made)).all().get(60, TimeUnit.SECONDS);
  }

  /** A further process, so that none that runs has to make room for one that does not start. */
  private static ServiceProcess another(String program, int number) {
    return RunningSystem.stack().another(program, number);
  }

  /** A start that was begun; several may be under way. */
  private record Start(ServiceProcess program, long linesBefore) {
    static Start of(ServiceProcess program, String setting, String value) throws IOException {
      return of(program, Map.of(setting, value));
    }

    static Start of(ServiceProcess program, Map<String, String> settings) throws IOException {
      Path log = program.log();
      Start begun = new Start(program, Files.exists(log) ? Files.readAllLines(log).size() : 0);
      program.launch(settings);
      return begun;
    }

    /** It says one line with all of these and ends with exit code 1. */
    void assertRefused(String... says) throws IOException {
      try {
        assertThatThrownBy(program::awaitReady).isInstanceOf(StartFailure.class);
        assertThat(program.exitCode()).isEqualTo(Optional.of(1));
        List<String> log = Files.readAllLines(program.log()).stream().skip(linesBefore).toList();
        assertThat(log.stream().filter(line -> line.contains("Not started: ")))
            .singleElement(InstanceOfAssertFactories.STRING)
            .contains(says);
        assertThat(log).noneMatch(line -> line.startsWith("\tat "));
      } finally {
        program.kill();
      }
    }
  }

  @Test
  void aBrokerWhoseNameHasNoAddressYetIsWaitedFor() {
    String broker = "not-there-yet.invalid:9092";
    List<ServiceProcess> programs =
        Stream.of("handle", "messenger", "gateway").map(name -> another(name, 4)).toList();
    try {
      programs.forEach(program -> program.launch(Map.of("kafka.bootstrap.servers", broker)));
      for (ServiceProcess program : programs) {
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> Files.readString(program.log()).contains(broker + ": waiting for one"));
        assertThat(program.running()).isTrue();
      }
    } finally {
      programs.forEach(ServiceProcess::kill);
    }
  }

  private static void sql(String statement) throws SQLException {
    try (Connection connection = RunningSystem.stack().database().connectAsSuperuser();
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }
}
