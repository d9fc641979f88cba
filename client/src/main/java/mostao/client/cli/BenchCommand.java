package mostao.client.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import mostao.client.bench.Bench;
import mostao.client.bench.BenchReport;
import mostao.client.bench.BenchSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench}: load on a running system. */
@Command(
    name = "bench",
    header = "Measures how many messages a second a running system carries.",
    description =
        "Each conversation sends its next message when the last has arrived. Prints messages a"
            + " second and how long each took. Every run registers new names.",
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private GatewayOption gateway;

  @Option(
      names = "--conversations",
      defaultValue = "8",
      paramLabel = "N",
      description = "Number of conversations at a time (default: ${DEFAULT-VALUE}).")
  private int conversations;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      paramLabel = "S",
      description = "How long to measure (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(names = "--json", description = "Prints one line of JSON and nothing else.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (conversations < 1 || seconds < 1) {
      throw new ParameterException(spec.commandLine(), "--conversations and --seconds start at 1.");
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter progress = json ? spec.commandLine().getErr() : out;
    BenchReport report =
        Bench.run(
            BenchSettings.of(gateway.url(), conversations, Duration.ofSeconds(seconds)), progress);
    if (json) {
      out.println(report.toJson());
    }
    return report.ok() ? 0 : 1;
  }
}
