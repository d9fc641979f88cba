package mostao.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StartChecksTest {
  private static final Path CLASSES = Path.of("target/classes");

  @Test
  void everyMappingOfTheGatewayIsKnown() throws Exception {
    Set<String> known = StartChecks.settings().all();
    for (String name : settings()) {
      ConfigMapping mapping = Class.forName(name).getAnnotation(ConfigMapping.class);
      if (mapping != null) {
        assertThat(known).as(name).anyMatch(setting -> setting.startsWith(mapping.prefix() + "."));
      }
    }
  }

  private static List<String> settings() throws IOException {
    try (Stream<Path> files = Files.walk(CLASSES)) {
      return files
          .map(file -> CLASSES.relativize(file).toString())
          .filter(file -> file.endsWith("Settings.class"))
          .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
          .toList();
    }
  }

  @Test
  void aMisspeltSettingIsNamedWithTheNearest() {
    assertThatThrownBy(
            () -> StartChecks.settings().check(List.of("mostao.intake.item-byte"), Map.of()))
        .hasMessageContaining("mostao.intake.item-byte is unknown")
        .hasMessageContaining("mostao.intake.item-bytes?");
  }

  @Test
  void theListOfSettingsHasEveryOneAndNoOther() throws IOException {
    Path list = Path.of(System.getProperty("mostao.root"), "deploy/SETTINGS.md");
    String section = Files.readString(list).split("\n## gateway\n")[1].split("\n## ")[0];
    Set<String> listed =
        Pattern.compile("(?m)^\\| `(mostao\\.[^`]+)")
            .matcher(section)
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toSet());

    assertThat(listed).isEqualTo(StartChecks.settings().all());
  }
}
