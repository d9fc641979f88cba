package mostao.client.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import mostao.client.chat.HandleName;
import mostao.client.terminal.Printable;
import mostao.client.trust.Peer;
import mostao.client.trust.SafetyNumber;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify}: the number that two people compare. */
@Command(
    name = "verify",
    header = "Shows the safety number with somebody; both see the same if nobody is in between.",
    description =
        "Compare it over another channel, best in person. --compared remembers that you did.",
    mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private Person person = new Person();

  @Parameters(paramLabel = "HANDLE", description = "The other's handle.")
  private String name;

  @Option(names = "--compared", description = "Remembers that both numbers are the same.")
  private boolean compared;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try (Person.Present here = person.arrive()) {
      HandleName other = here.find(name);
      Peer self = here.handle().self();
      Peer peer = here.handle().meet(other);
      out.println(
          SafetyNumber.of(
              self.birth().owner(), self.process(), peer.birth().owner(), peer.process()));
      if (compared) {
        here.handle().compared(peer);
      }
      String shown = Printable.of(other.name());
      out.println(
          compared || peer.compared()
              ? "You have compared it with " + shown + "."
              : "You have not compared it with " + shown + " yet.");
      return 0;
    } catch (IOException failed) {
      return person.failed(failed, spec.commandLine().getErr());
    }
  }
}
