package mostao.client.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code item}: ANS-104 items without a running system. */
@Command(
    name = "item",
    header = "Verifies and signs ANS-104 items; needs no running system.",
    mixinStandardHelpOptions = true,
    subcommands = {VerifyItems.class, SignItem.class})
public final class ItemCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: item verify or item sign.");
  }
}
