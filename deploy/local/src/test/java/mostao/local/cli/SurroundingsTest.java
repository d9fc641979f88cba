package mostao.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mostao.local.stack.StandIns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's environment does not reach the programs it starts: {@code up} in its own JVM. */
class SurroundingsTest {
  /** A name in UTF-8 that this JVM may not be able to write: German, Arabic and an emoji. */
  private static final String NAME = "$(printf 'd\\303\\244ten \\330\\271 \\360\\237\\230\\200')";

  private static final String UNPACKED = "deploy/local/target/postgres";

  @TempDir(factory = InTarget.class)
  Path folder;

  private Path root;
  private Process launcher;

  @BeforeEach
  void repository() throws IOException {
    root = StandIns.repository(folder.resolve("repository"));
    Files.createDirectories(StandIns.BINARIES);
    Path unpacked = root.resolve(UNPACKED);
    Files.createDirectories(unpacked.getParent());
    Files.createSymbolicLink(unpacked, StandIns.BINARIES.toAbsolutePath());
  }

  @AfterEach
  void stop() throws Exception {
    if (launcher != null) {
      new ProcessBuilder("/bin/sh", "-c", "kill -INT " + launcher.pid()).start().waitFor();
      if (!launcher.waitFor(60, TimeUnit.SECONDS)) {
        launcher.destroyForcibly();
      }
    }
    Files.deleteIfExists(root.resolve(UNPACKED));
  }

  @Test
  void locale_files_and_variables_of_the_user_reach_no_child() throws Exception {
    Path here = Files.createDirectories(folder.resolve("here/config"));
    Files.writeString(here.resolveSibling(".env"), "QUARKUS_HTTP_PORT=1\n");
    Files.writeString(here.resolve("application.properties"), "quarkus.http.port=1\n");
    List<String> up =
        Launchers.command(
            List.of("-Duser.language=ar", "-Duser.country=EG", "-Duser.timezone=Asia/Riyadh"),
            "up",
            "--quick",
            "--port",
            String.valueOf(StandIns.port()));
    start(
        "cd here; mkdir "
            + quoted(NAME)
            + "; ln -s "
            + quoted(NAME)
            + " data; exec env --default-signal=INT "
            + Launchers.quoted(up)
            + " --data "
            + quoted(NAME),
        Map.of(
            "LC_ALL",
            "C.UTF-8",
            "LANG",
            "ar_EG.UTF-8",
            "QUARKUS_HTTP_PORT",
            "1",
            "MP_CONFIG_PROFILE",
            "x",
            "SMALLRYE_CONFIG_LOCATIONS",
            "x",
            "MOSTAO_READS",
            "open",
            "PGDATA",
            "/nowhere"));

    Path data = folder.resolve("here/data");
    String log = Files.readString(data.resolve("logs/gateway.log"));
    assertThat(log)
        .contains("locale en, digits 1234567890", "zone UTC, charset UTF-8")
        .containsPattern("works in .*/run/gateway, which holds \\[tmp\\]")
        .containsPattern("writes to .*/run/gateway/tmp/");
    assertThat(log.lines().filter(line -> line.startsWith("variables")).findFirst().orElseThrow())
        .doesNotContain(
            "QUARKUS", "MP_", "SMALLRYE", "MOSTAO", "PGDATA", "CLASSPATH", "JDK_JAVA_OPTIONS");
    try (Stream<Path> files = Files.walk(data.resolve("kafka"), 2)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .allMatch(name -> name.matches("\\p{ASCII}+"))
          .contains("00000000000000000000.log");
    }
  }

  @Test
  void nothing_but_the_data_directory_needs_to_be_writable() throws Exception {
    Process mount = Launchers.shell("unshare -m true").start();
    assumeThat(mount.waitFor()).as("this user may not make mount namespaces").isZero();
    Path data = Files.createDirectories(folder.resolve("data"));
    List<String> up =
        Launchers.command(
            List.of(),
            "up",
            "--quick",
            "--data",
            data.toString(),
            "--port",
            String.valueOf(StandIns.port()));
    start(
        "exec unshare -m /bin/sh -ec '"
            + "mount --bind data data; mount -t tmpfs -o ro none /tmp; mount -o remount,ro,bind /; "
            + "exec env --default-signal=INT \"$@\"' sh "
            + Launchers.quoted(up),
        Map.of());

    assertThat(data.resolve("logs/gateway.log"))
        .content(StandardCharsets.UTF_8)
        .contains("writes to " + data.resolve("run/gateway/tmp"));
  }

  private static String quoted(String name) {
    return '"' + name + '"';
  }

  private void start(String script, Map<String, String> environment) throws Exception {
    // The root is read from a property, so that JDK_JAVA_OPTIONS is one more thing to ignore.
    ProcessBuilder builder = Launchers.shell(script);
    builder.environment().put("JDK_JAVA_OPTIONS", "-Dmostao.root=" + root);
    builder.environment().putAll(environment);
    Path output = folder.resolve("output");
    launcher =
        builder
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    StandIns.await(
        () -> read(output),
        120,
        () -> {
          if (!launcher.isAlive() || read(output).contains("mostao: ")) {
            throw new AssertionError(read(output));
          }
          return read(output).contains("MostAO is up");
        });
  }

  private static String read(Path output) {
    try {
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
