package mostao.local.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramsTest {
  private static final Path ROOT = Path.of("../..");

  @ParameterizedTest
  @ValueSource(strings = {"deploy/images/run/program", "deploy/images/run/broker", "mostao"})
  void what_the_compiler_is_told_here_it_is_told_everywhere(String file) throws IOException {
    assertThat(Files.readString(ROOT.resolve(file))).contains(Programs.INLINE_LESS);
  }
}
