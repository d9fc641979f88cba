package mostao.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Wrong use, found before anything is started. */
class TrainCommandTest {
  private final StringWriter err = new StringWriter();
  @TempDir private Path data;

  @ParameterizedTest
  @ValueSource(ints = {-1, 601})
  void a_load_out_of_bounds_is_refused_by_name(int seconds) {
    CommandLine line = new CommandLine(new TrainCommand()).setErr(new PrintWriter(err, true));
    assertThat(line.execute("--data", data.toString(), "--load", Integer.toString(seconds)))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--load is " + seconds + "; choose from 0 to 600.");
  }
}
