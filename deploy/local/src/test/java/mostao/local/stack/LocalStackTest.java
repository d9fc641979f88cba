package mostao.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import mostao.ao.wire.Topics;
import mostao.local.os.Ports;
import mostao.local.os.StartFailure;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackTest {
  @TempDir static Path folder;
  private static StackSettings settings;
  private static LocalStack stack;

  @BeforeAll
  static void start() throws IOException {
    settings = StandIns.settings(folder);
    stack = LocalStack.start(settings);
  }

  @AfterAll
  static void stop() throws IOException {
    if (stack != null) {
      stack.close();
      assertThat(stack.fallen()).isEmpty();
      for (int port = settings.port(); port < settings.port() + StackSettings.PORTS; port++) {
        assertThat(Ports.free(port)).as("port %d after close", port).isTrue();
      }
      LocalStack.delete(settings.data());
    }
  }

  @Test
  void every_service_is_ready_on_its_port_and_topics_exist() throws Exception {
    assertThat(stack.services())
        .extracting(ServiceProcess::name)
        .containsExactly("registry", "handle", "session", "messenger", "gateway");
    assertThat(stack.services()).allMatch(ServiceProcess::ready);
    assertThat(stack.url()).isEqualTo("http://127.0.0.1:" + settings.port());
    try (Admin admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.broker().bootstrapServers()))) {
      Set<String> names = admin.listTopics().names().get();
      assertThat(names).containsAll(Topics.all().stream().map(Topics.Definition::name).toList());
    }
  }

  @Test
  void a_quick_start_is_asked_of_the_broker_and_of_every_service() {
    Stream<ProcessHandle> services =
        stack.services().stream().map(service -> ProcessHandle.of(service.pid()).orElseThrow());
    Stream<ProcessHandle> brokers =
        ProcessHandle.current()
            .descendants()
            .filter(process -> process.info().commandLine().orElse("").contains("BrokerMain"));
    assertThat(Stream.concat(services, brokers).toList())
        .hasSize(6)
        .allMatch(process -> process.info().commandLine().orElse("").contains("StopAtLevel=1"));
    assertThat(StackSettings.of(folder, folder, 7070).quickStart()).isFalse();
  }

  @Test
  void each_program_gets_only_its_own_keys_and_addresses() throws IOException {
    Properties handle = config("handle");
    assertThat(handle)
        .containsEntry("config_ordinal", "280")
        .containsEntry("quarkus.http.host", "127.0.0.1")
        .containsEntry("quarkus.http.port", String.valueOf(settings.port() + 2))
        .containsEntry("kafka.bootstrap.servers", stack.broker().bootstrapServers())
        .containsEntry("quarkus.datasource.username", "handle")
        .containsEntry("mostao.reads", "private")
        .doesNotContainKey("mostao.authority.key-file");
    assertThat(handle.getProperty("quarkus.datasource.jdbc.url"))
        .isEqualTo(stack.database().jdbcUrl() + "?currentSchema=handle");

    Properties gateway = config("gateway");
    assertThat(gateway)
        .containsEntry("mostao.units.session.url", "http://127.0.0.1:" + (settings.port() + 3))
        .containsEntry(
            "mostao.scheduler.key-file",
            settings.data().resolve("secrets/gateway/scheduler.json").toString())
        .containsEntry(
            "mostao.access.key-file",
            settings.data().resolve("secrets/gateway/access.key").toString())
        .doesNotContainKey("mostao.authority.key-file");

    KeyFiles keys = new KeyFiles(settings.secrets());
    assertThat(config("messenger"))
        .containsEntry("mostao.authority.key-file", keys.authority().toString())
        .containsEntry("mostao.scheduler.address", keys.schedulerAddress())
        .doesNotContainKey("mostao.access.key-file")
        .doesNotContainKey("mostao.scheduler.key-file");
    assertThat(gateway.stringPropertyNames()).noneMatch(name -> name.contains("datasource"));
  }

  @Test
  void secrets_are_readable_by_their_owner_only_and_not_logged() throws IOException {
    List<String> secrets = new ArrayList<>();
    for (String folder : List.of("secrets", "config")) {
      Path directory = settings.data().resolve(folder);
      assertThat(mode(directory)).isEqualTo("rwx------");
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          assertThat(mode(file)).as(file.toString()).isEqualTo("rw-------");
          if (folder.equals("secrets")) {
            secrets.add(Files.readString(file).strip());
          }
        }
      }
    }
    assertThat(secrets).hasSizeGreaterThanOrEqualTo(4).allMatch(secret -> secret.length() >= 32);
    try (Stream<Path> logs = Files.list(settings.data().resolve("logs"))) {
      for (Path log : logs.toList()) {
        String text = Files.readString(log);
        assertThat(secrets).as(log.toString()).noneMatch(text::contains);
      }
    }
    String commands =
        ProcessHandle.current()
            .descendants()
            .map(process -> process.info().commandLine().orElse(""))
            .reduce("", String::concat);
    assertThat(secrets).noneMatch(commands::contains);
  }

  @Test
  void a_stopped_or_killed_service_restarts_with_other_settings() throws Exception {
    ServiceProcess handle = stack.service("handle");
    handle.stop();
    assertThat(handle.running()).isFalse();
    assertThat(stack.fallen()).containsExactly("handle");
    handle.start();

    handle.kill();
    assertThat(handle.exitCode()).hasValue(137);
    handle.start(Map.of("standin.greeting", "changed"));
    assertThat(get(handle.url() + "/greeting")).isEqualTo("changed");

    handle.pause();
    try {
      assertThat(handle.running()).isTrue();
      // The kernel stops a process's threads one by one; the last may still answer.
      StandIns.await(() -> "frozen", 10, () -> !handle.ready());
    } finally {
      handle.resume();
    }
    StandIns.await(() -> "thawed", 10, handle::ready);

    handle.stop();
    handle.start();
    assertThat(get(handle.url() + "/greeting")).isEqualTo("hello");
  }

  @Test
  void a_second_stack_on_the_same_data_is_refused_in_one_line() {
    StackSettings second = settings.onFreePorts();

    assertThatThrownBy(() -> LocalStack.start(second))
        .isInstanceOf(StartFailure.class)
        .hasMessage(
            String.format(
                    Locale.ROOT,
                    "the data directory %s is in use by process %d; stop that one first (Ctrl-C) or choose",
                    settings.data(),
                    ProcessHandle.current().pid())
                + " another directory");
    assertThat(stack.services()).allMatch(ServiceProcess::ready);
  }

  @Test
  void a_port_in_use_is_named_with_its_purpose() throws IOException {
    StackSettings other =
        StandIns.settings(Files.createDirectories(folder.resolve("other"))).onFreePorts();
    try (ServerSocket taken =
        new ServerSocket(other.port() + 6, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(() -> LocalStack.start(other))
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " (database) is in use");
    }
  }

  @Test
  void a_directory_that_cannot_be_written_is_named() throws IOException {
    Path file = Files.createFile(folder.resolve("a-file"));
    StackSettings blocked =
        new StackSettings(
            file.resolve("data"),
            settings.binaries(),
            settings.port(),
            false,
            settings.services(),
            settings.topics(),
            settings.readyDeadline());

    assertThatThrownBy(() -> LocalStack.start(blocked))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("cannot write the data directory " + file.resolve("data"));
  }

  @Test
  void a_nearly_full_disk_is_named_before_anything_is_written() {
    Path data = Path.of("/data");

    Preconditions.requireRoom(data, Preconditions.NEEDED_MEGABYTES);
    assertThatThrownBy(() -> Preconditions.requireRoom(data, Preconditions.NEEDED_MEGABYTES - 1))
        .isInstanceOf(StartFailure.class)
        .hasMessage(
            "the disk of /data has 499 MB left and 500 are needed; free some or choose another"
                + " directory with --data");
  }

  @Test
  void a_service_that_was_not_built_is_named() {
    StackSettings missing =
        new StackSettings(
            folder.resolve("unbuilt"),
            settings.binaries(),
            settings.port(),
            false,
            StackSettings.of(folder.resolve("nowhere"), folder, 7070).services(),
            List.of(),
            settings.readyDeadline());

    assertThatThrownBy(() -> LocalStack.start(missing))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("registry is not built");
  }

  private static Properties config(String service) throws IOException {
    Properties properties = new Properties();
    try (InputStream in =
        Files.newInputStream(settings.data().resolve("config/" + service + ".properties"))) {
      properties.load(in);
    }
    return properties;
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static String get(String url) throws IOException {
    try (InputStream in = URI.create(url).toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
