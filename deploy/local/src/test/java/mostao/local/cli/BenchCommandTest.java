package mostao.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Wrong use, found before anything is asked. */
class BenchCommandTest {
  private final StringWriter err = new StringWriter();
  @TempDir private Path data;

  private int bench(String... options) {
    CommandLine line = new CommandLine(new BenchCommand()).setErr(new PrintWriter(err, true));
    Stream<String> nowhere =
        Stream.of("--data", data.toString(), "--gateway", "http://127.0.0.1:1");
    return line.execute(Stream.concat(nowhere, Stream.of(options)).toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--reads Nothing            | --reads has 'Nothing'; use QueryMessage, QueryHandle",
        "--reads QueryMessage --page 0     | a page is from 1 to 1000 rows",
        "--reads QueryMessage --page 1001  | a page is from 1 to 1000 rows",
        "--reads QueryMessage --rows 49    | a session to ask is from one page to 1000000 rows",
        "--reads QueryMessage --rows 1000001 | a session to ask is from one page to 1000000 rows",
        "--reads QueryMessage --in-flight 1001 | at most 1000 can be in flight",
        "--reads QueryMessage --addresses 251 | addresses are at most 250",
        "--reads QueryHandle --names nowhere | --names can't be read",
        "--floor-hops | --floor-hops goes with --floor",
        "--rate 0 | a rate starts at 1",
      })
  void whatIsOutOfBoundsIsRefusedByName(String options, String sentence) {
    assertThat(bench(options.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(sentence);
  }
}
