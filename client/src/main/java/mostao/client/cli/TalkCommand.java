package mostao.client.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import mostao.client.chat.WaitPolicy;
import mostao.client.demo.Demo;
import mostao.client.demo.DemoReport;
import mostao.client.demo.DemoSettings;
import mostao.client.http.HttpSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code talk}: the demo's conversation through a running system. */
@Command(
    name = "talk",
    header = "Lets two wallets hold an encrypted conversation through a running system.",
    description =
        "The exit code is 0 only if every message was sent, delivered, opened, in order and once."
            + " Run again with the same wallets, it goes on with the same conversation and opens"
            + " all of it.",
    mixinStandardHelpOptions = true)
public final class TalkCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private GatewayOption gateway;

  @Option(
      names = "--wallets",
      required = true,
      paramLabel = "DIR",
      description = "Folder of alice.json and bob.json; those that are missing are made.")
  private Path wallets;

  @Option(
      names = "--messages",
      defaultValue = "10",
      paramLabel = "N",
      description = "How many each side sends (default: ${DEFAULT-VALUE}).")
  private int messages;

  @Option(
      names = "--patience",
      defaultValue = "30",
      paramLabel = "S",
      description =
          "How long one step may take, in seconds, while the system is away or starts (default:"
              + " ${DEFAULT-VALUE}).")
  private int patience;

  @Option(names = "--json", description = "Prints one line of JSON and nothing else.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (messages < 1 || patience < 1) {
      throw new ParameterException(spec.commandLine(), "--messages and --patience start at 1.");
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter progress = json ? spec.commandLine().getErr() : out;
    DemoReport report = Demo.run(settings(), progress);
    if (json) {
      out.println(report.toJson());
    }
    return report.ok() ? 0 : 1;
  }

  private DemoSettings settings() {
    WaitPolicy usual = WaitPolicy.DEFAULT;
    return new DemoSettings(
        gateway.url(),
        Optional.empty(),
        wallets,
        messages,
        HttpSettings.DEFAULT.trying(Duration.ofSeconds(patience)),
        new WaitPolicy(Duration.ofSeconds(patience), usual.firstPause(), usual.longestPause()));
  }
}
