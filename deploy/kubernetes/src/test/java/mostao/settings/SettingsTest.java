package mostao.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The list of settings says what the code says. That none is missing is seen by each program's own
 * test, which compares the list with the names that the program accepts.
 */
class SettingsTest {
  private static final Path ROOT = Path.of(System.getProperty("mostao.root"));
  private static final Path LIST = ROOT.resolve("deploy/SETTINGS.md");
  private static final Pattern VARIABLE = Pattern.compile("\\bMOSTAO_[A-Z_]+");
  private static final String WRITE =
      "mvn test -pl deploy/kubernetes -am -Dtest=SettingsTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dmostao.test.write=true";

  private static final String INTRODUCTION =
      """
      # Settings

      Made from the code, where each setting has its default and its purpose. After a change there: `%s`.

      - Give a setting as an environment variable, or as a system property (`-Dmostao.reads=open`).
      - A program refuses to start with a `mostao.*` setting it does not know, and names the one that is most like it.
      - A duration is a number with `ms`, `s`, `m`, `h` or `d`. A list has commas between its values. A size such as `16K` may end in `K`, `M` or `G`.
      - Any other `quarkus.*` and `kafka.*` setting works too; those listed are the ones a deployment needs.

      The launcher `./mostao` has options instead: `./mostao up --help`. In containers, `make-topics` reads the same `KAFKA_*` variables, `await-schema` the `QUARKUS_DATASOURCE_*` of its service, and every JVM `JDK_JAVA_OPTIONS`.
      """;

  /**
   * @param sources modules whose settings these are
   * @param names of the programs, each with its own defaults
   */
  private record Program(List<String> names, List<String> sources) {
    String section() throws IOException {
      Map<String, Setting> all = new LinkedHashMap<>();
      for (String module : sources) {
        for (PropertiesFile file : defaults(module)) {
          file.settings().forEach(setting -> all.put(setting.name(), setting));
        }
        Sources.in(ROOT.resolve(module).resolve("src/main/java"))
            .forEach(setting -> all.putIfAbsent(setting.name(), setting));
      }
      List<PropertiesFile> own = new ArrayList<>();
      for (String name : names) {
        own.addAll(defaults(name));
      }
      String rows =
          all.values().stream()
              .map(setting -> withDefaults(setting, own))
              .sorted(Comparator.comparing(Setting::group))
              .map(SettingsTest::rowOf)
              .collect(Collectors.joining());
      return String.format(
          Locale.ROOT,
          "\n"
              + "## %s\n\n"
              + "| setting | variable | type | default | what it is for |\n"
              + "|---|---|---|---|---|\n"
              + "%s",
          String.join(", ", names),
          rows);
    }

    private static Setting withDefaults(Setting setting, List<PropertiesFile> own) {
      String values =
          own.stream()
              .map(file -> file.values().get(setting.name()))
              .filter(value -> value != null && !value.equals(Setting.NONE))
              .distinct()
              .collect(Collectors.joining("`, `"));
      return values.isEmpty() ? setting : setting.or(values);
    }
  }

  private static final List<Program> PROGRAMS =
      List.of(
          new Program(List.of("gateway"), List.of("gateway")),
          new Program(List.of("messenger"), List.of("messenger")),
          new Program(
              List.of("registry-service", "handle-service", "session-service"),
              List.of("ao/runtime")));

  @Test
  void theListSaysWhatTheCodeSays() throws IOException {
    StringBuilder list = new StringBuilder(String.format(Locale.ROOT, INTRODUCTION, WRITE));
    for (Program program : PROGRAMS) {
      list.append(program.section());
    }
    if (Boolean.getBoolean("mostao.test.write")) {
      Files.writeString(LIST, list);
    }

    assertThat(Files.exists(LIST) ? Files.readString(LIST) : "")
        .as("deploy/SETTINGS.md differs from the code; write it anew: " + WRITE)
        .isEqualTo(list.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"kubernetes/base", "kubernetes/components", "kubernetes/overlays", "helm"})
  void everyVariableOfTheManifestsIsInTheList(String folder) throws IOException {
    String list = Files.readString(LIST);
    try (Stream<Path> files = Files.walk(ROOT.resolve("deploy").resolve(folder))) {
      for (Path file : files.filter(file -> file.toString().endsWith(".yaml")).toList()) {
        assertThat(VARIABLE.matcher(Files.readString(file)).results().map(MatchResult::group))
            .as(file.toString())
            .allMatch(variable -> list.contains("| `" + variable + "` |"));
      }
    }
  }

  private static String rowOf(Setting setting) {
    assertThat(setting.purpose())
        .as("%s needs a sentence in its source that says what it is for", setting.name())
        .isNotEmpty();
    return setting.row();
  }

  private static List<PropertiesFile> defaults(String module) throws IOException {
    List<PropertiesFile> files = new ArrayList<>();
    Path resources = ROOT.resolve(module).resolve("src/main/resources");
    for (String name :
        List.of("application.properties", "META-INF/microprofile-config.properties")) {
      if (Files.exists(resources.resolve(name))) {
        files.add(PropertiesFile.read(resources.resolve(name)));
      }
    }
    return files;
  }
}
