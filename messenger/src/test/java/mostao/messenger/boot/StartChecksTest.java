package mostao.messenger.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StartChecksTest {
  @Test
  void aMisspeltSettingIsNamedWithTheNearest() {
    assertThatThrownBy(
            () -> StartChecks.settings().check(List.of("mostao.authority.keyfile"), Map.of()))
        .hasMessageContaining("mostao.authority.keyfile is unknown")
        .hasMessageContaining("mostao.authority.key-file?");
  }

  @Test
  void theListOfSettingsHasEveryOneAndNoOther() throws IOException {
    Path list = Path.of(System.getProperty("mostao.root"), "deploy/SETTINGS.md");
    String section = Files.readString(list).split("\n## messenger")[1].split("\n## ")[0];
    Set<String> listed =
        Pattern.compile("(?m)^\\| `(mostao\\.[^`]+)")
            .matcher(section)
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toSet());

    assertThat(listed).isEqualTo(StartChecks.settings().all());
  }
}
