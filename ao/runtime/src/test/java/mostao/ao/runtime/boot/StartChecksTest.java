package mostao.ao.runtime.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StartChecksTest {
  @Test
  void theListOfSettingsHasEveryOneAndNoOther() throws IOException {
    Path list = Path.of(System.getProperty("mostao.root"), "deploy/SETTINGS.md");
    String section = Files.readString(list).split("\n## registry-service")[1].split("\n## ")[0];
    Set<String> listed =
        Pattern.compile("(?m)^\\| `(mostao\\.[^`]+)")
            .matcher(section)
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toSet());

    assertThat(listed).isEqualTo(StartChecks.settings().all());
  }
}
