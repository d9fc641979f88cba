package mostao.client.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import mostao.client.chat.HandleName;
import mostao.client.terminal.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code register}: a name for a wallet, by which others find it. */
@Command(
    name = "register",
    header = "Registers a name for a wallet and prints the handle's process.",
    description = "Doing it again changes nothing. What chat, device and verify act for.",
    mixinStandardHelpOptions = true)
public final class RegisterCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private Person person = new Person();

  @Parameters(paramLabel = "NAME", description = "The name: letters, digits, - and _.")
  private String name;

  @Override
  public Integer call() throws InterruptedException {
    try {
      HandleName registered = person.register(name);
      spec.commandLine()
          .getOut()
          .println(Printable.of(registered.name()) + "  " + registered.pid());
      return 0;
    } catch (IOException failed) {
      return person.failed(failed, spec.commandLine().getErr());
    }
  }
}
