package mostao.messenger.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
  void everySettingInTheReadmeIsKnown() throws IOException {
    for (String line : Files.readAllLines(Path.of("README.md"))) {
      if (line.startsWith("| `mostao.")) {
        String name = line.substring(3, line.indexOf('`', 3));
        assertThat(StartChecks.settings().all()).contains(name);
      }
    }
  }
}
