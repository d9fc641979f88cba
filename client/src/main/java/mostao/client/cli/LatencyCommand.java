package mostao.client.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import mostao.client.bench.Latency;
import mostao.client.bench.LatencyReport;
import mostao.client.bench.LatencySettings;
import mostao.client.wallet.WalletType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code latency}: how long one request takes in a system that does nothing else. */
@Command(
    name = "latency",
    header = "Measures how long one request takes in a system that does nothing else.",
    description =
        "Sends one request at a time and prints how long a message takes until it is accepted and"
            + " until its Result is there, and how long a dry-run takes. Registers a new name.",
    mixinStandardHelpOptions = true)
public final class LatencyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private GatewayOption gateway;

  @Option(
      names = "--type",
      defaultValue = "rsa",
      paramLabel = "TYPE",
      description = "Signs with a new wallet of this type (default: ${DEFAULT-VALUE}).")
  private String typeName;

  @Option(
      names = "--warm-up",
      defaultValue = "2000",
      paramLabel = "N",
      description = "Rounds that are not counted (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--rounds",
      defaultValue = "1000",
      paramLabel = "N",
      description = "Rounds that are counted (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(names = "--json", description = "Prints one line of JSON and nothing else.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (warmUp < 0 || rounds < 1) {
      throw new ParameterException(spec.commandLine(), "--warm-up starts at 0 and --rounds at 1.");
    }
    WalletType type =
        WalletType.of(typeName)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "--type is '" + typeName + "'; use rsa, ed25519 or ethereum."));
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter progress = json ? spec.commandLine().getErr() : out;
    LatencyReport report =
        Latency.run(LatencySettings.of(gateway.url(), type, warmUp, rounds), progress);
    if (json) {
      out.println(report.toJson());
    }
    return 0;
  }
}
