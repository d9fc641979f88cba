package mostao.local.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JvmTest {
  @Test
  void a_jdk_gets_only_the_options_that_it_knows() {
    String[] newer = {
      "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"
    };

    assertThat(Jvm.options(25)).contains(newer).containsAll(Jvm.options(17));
    assertThat(Jvm.options(17)).doesNotContain(newer).contains("-Duser.timezone=UTC");
  }

  @Test
  void our_options_precede_the_programs_so_that_its_own_win() {
    ChildCommand command =
        Jvm.command(
            "one", List.of("-Xmx1m", "-jar", "x"), Map.of(), Path.of("run"), Path.of("logs/one"));

    assertThat(command.arguments())
        .containsSubsequence(
            "-Djava.io.tmpdir=" + Path.of("run/tmp").toAbsolutePath(), "-Xmx1m", "-jar", "x");
  }
}
