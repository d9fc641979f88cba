package mostao.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code mostao} in a folder where everything is built, with JDKs that only talk. */
class ScriptTest {
  private static final Path REPOSITORY = Path.of(System.getProperty("mostao.root"));
  private static final String TALK =
      """
      #!/bin/sh
      echo "java=$0"
      echo "LC_ALL=$LC_ALL TZ=$TZ TMPDIR=$TMPDIR"
      for word; do echo "word=$word"; done
      """;

  @TempDir Path folder;
  private Path root;
  private Path chosen;
  private final Map<String, String> environment = new TreeMap<>();

  @BeforeEach
  void build() throws IOException {
    root = folder.resolve("repository");
    Path target = Files.createDirectories(root.resolve("deploy/local/target"));
    Files.copy(
        REPOSITORY.resolve("mostao"), root.resolve("mostao"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Files.createFile(target.resolve("local-0.1.0.jar"));
    Files.createFile(target.resolve("built"));
    chosen = jdk("path", "17.0.1");
    environment.put("HOME", folder.resolve("home").toString());
    environment.put("PATH", folder.resolve("path/bin") + ":/usr/bin:/bin");
  }

  private Path jdk(String home, String version) throws IOException {
    Path jdk = folder.resolve(home);
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(
        jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    for (String program : List.of("java", "javac")) {
      Path file = Files.writeString(jdk.resolve("bin").resolve(program), TALK);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return jdk;
  }

  private String run(String... words) throws Exception {
    return run(Map.of(), words);
  }

  private String run(Map<String, String> more, String... words) throws Exception {
    ProcessBuilder script = new ProcessBuilder(root.resolve("mostao").toString());
    script.command().addAll(List.of(words));
    script.environment().clear();
    script.environment().putAll(environment);
    script.environment().putAll(more);
    Process process = script.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  @Test
  void the_newest_jdk_that_is_not_too_new_is_taken() throws Exception {
    jdk("home/.sdkman/candidates/java/21-x", "21.0.4");
    Path newest = jdk("home/.sdkman/candidates/java/25-x", "25.0.1");
    jdk("home/.sdkman/candidates/java/26-x", "26");
    jdk("home/.sdkman/candidates/java/8-x", "1.8.0_402");

    assertThat(run("topics"))
        .contains("java=" + newest.resolve("bin/java"))
        .contains("word=--enable-native-access=ALL-UNNAMED", "word=topics");
  }

  @Test
  void java_home_goes_before_a_newer_jdk() throws Exception {
    jdk("home/.sdkman/candidates/java/25-x", "25.0.1");

    assertThat(run(Map.of("JAVA_HOME", chosen.toString()), "topics"))
        .contains("java=" + chosen.resolve("bin/java"))
        .doesNotContain("native-access");
  }

  @Test
  void a_java_home_that_is_too_old_is_named() throws Exception {
    Path old = jdk("old", "11.0.2");

    assertThat(run(Map.of("JAVA_HOME", old.toString()), "topics"))
        .isEqualTo(
            "mostao: JAVA_HOME is "
                + old
                + ", which is Java 11; set it to a JDK 17 or newer"
                + System.lineSeparator());
  }

  @Test
  void the_load_tool_compiles_little_unless_it_measures_the_floor() throws Exception {
    environment.put("JAVA_HOME", chosen.toString());
    String little = "word=-XX:TieredStopAtLevel=1";

    assertThat(run("bench", "--one")).contains(little, "word=--one");
    for (String floor : List.of("--floor", "--floor-hops")) {
      assertThat(run("bench", floor)).doesNotContain(little).contains("word=" + floor);
    }
    assertThat(run("demo")).doesNotContain(little);
  }

  @Test
  void the_users_locale_does_not_reach_the_launcher() throws Exception {
    environment.put("JAVA_HOME", chosen.toString());

    assertThat(run(Map.of("LC_ALL", "xx_YY.UTF-8", "LANG", "ar_EG.UTF-8", "TZ", "Asia/Riyadh")))
        .contains("LC_ALL=C.UTF-8 TZ=UTC", "word=-Duser.language=en", "word=help");
  }

  @Test
  void temporary_files_are_where_they_can_be_written() throws Exception {
    environment.put("JAVA_HOME", chosen.toString());
    Path temporary = Files.createDirectories(folder.resolve("temporary"));

    assertThat(run(Map.of("TMPDIR", temporary.toString())))
        .contains("TMPDIR=" + temporary, "word=-Djava.io.tmpdir=" + temporary);
    assertThat(run(Map.of("TMPDIR", folder.resolve("missing").toString())))
        .doesNotContain("missing");
  }

  @Test
  void a_clone_with_windows_line_ends_has_the_same_bytes() throws Exception {
    Path origin = Files.createDirectories(folder.resolve("origin"));
    for (String file : List.of(".gitattributes", "mostao", "pom.xml")) {
      Files.copy(REPOSITORY.resolve(file), origin.resolve(file));
    }
    Path clone = folder.resolve("clone");
    String git = "git -c user.name=x -c user.email=x@x -c core.autocrlf=true ";
    Process process =
        new ProcessBuilder(
                "/bin/sh",
                "-ec",
                "cd origin; git -c init.defaultBranch=x init -q .; git add .;"
                    + (git + "commit -q -m x; ")
                    + (git + "clone -q . ../clone"))
            .directory(folder.toFile())
            .inheritIO()
            .start();

    assertThat(process.waitFor()).isZero();
    for (String file : List.of("mostao", "pom.xml")) {
      assertThat(clone.resolve(file)).hasSameBinaryContentAs(origin.resolve(file));
    }
  }
}
