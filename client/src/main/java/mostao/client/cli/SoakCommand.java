package mostao.client.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import mostao.client.soak.Soak;
import mostao.client.soak.SoakReport;
import mostao.client.soak.SoakSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code soak}: a steady load while something is done to the system. */
@Command(
    name = "soak",
    header = "Sends messages at a steady rate and shows what is lost or late meanwhile.",
    description =
        "For restarts, scaling and failures: requests that fail are counted, not hidden, and at the"
            + " end every session is compared with what was accepted. Every run registers new"
            + " names.",
    mixinStandardHelpOptions = true)
public final class SoakCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private GatewayOption gateway;

  @Option(
      names = "--conversations",
      defaultValue = "6",
      paramLabel = "N",
      description = "Number of conversations at a time (default: ${DEFAULT-VALUE}).")
  private int conversations;

  @Option(
      names = "--rate",
      defaultValue = "5",
      paramLabel = "N",
      description = "Messages a second of each conversation (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--seconds",
      defaultValue = "30",
      paramLabel = "S",
      description = "How long to go on (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--sections",
      description =
          "Go on until standard input ends, instead of --seconds; each of its lines is the name of"
              + " what happens next, and begins a section of the report.")
  private boolean sections;

  @Option(names = "--json", description = "Prints one line of JSON and nothing else.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (conversations < 1 || rate < 1 || seconds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--conversations, --rate and --seconds start at 1.");
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter progress = json ? spec.commandLine().getErr() : out;
    SoakReport report =
        Soak.run(SoakSettings.of(gateway.url(), conversations, rate), script(), progress);
    if (json) {
      out.println(report.toJson());
    }
    return report.ok() ? 0 : 1;
  }

  private Soak.Script script() {
    if (sections) {
      return Soak.Script.of(
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    }
    return Soak.Script.of(Duration.ofSeconds(seconds));
  }
}
