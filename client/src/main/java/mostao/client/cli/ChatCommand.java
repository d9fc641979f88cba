package mostao.client.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import mostao.client.chat.Conversation;
import mostao.client.chat.HandleName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chat}: a conversation at the terminal, or in a pipe. */
@Command(
    name = "chat",
    header = "Talks with somebody: each line is sent, and what comes is shown with its verdict.",
    description =
        "Lines that begin with / are commands; /help lists them. At the end of the input it waits"
            + " until everything is stored, goes on receiving for --listen seconds, and ends.",
    mixinStandardHelpOptions = true)
public final class ChatCommand implements Callable<Integer> {
  private static final int MOST_LISTEN = 86_400;

  @Spec private CommandSpec spec;

  @Mixin private Person person = new Person();

  @Parameters(paramLabel = "HANDLE", description = "Whom to talk with.")
  private String name;

  @Option(
      names = "--history",
      defaultValue = "20",
      paramLabel = "N",
      description = "How many earlier messages to show (default: ${DEFAULT-VALUE}).")
  private int history;

  @Option(
      names = "--listen",
      defaultValue = "0",
      paramLabel = "S",
      description =
          "Seconds to go on receiving after the end of the input (default: ${DEFAULT-VALUE}).")
  private int listen;

  @Override
  public Integer call() throws InterruptedException {
    if (history < 0 || listen < 0 || listen > MOST_LISTEN) {
      throw new ParameterException(
          spec.commandLine(), "--history starts at 0; --listen is from 0 to " + MOST_LISTEN + ".");
    }
    try (Person.Present here = person.arrive()) {
      HandleName other = here.find(name);
      Conversation conversation = here.registry().establish(here.handle(), other);
      ChatShell shell = new ChatShell(here.client(), conversation, spec.commandLine().getOut());
      return shell.run(System.in, history, Duration.ofSeconds(listen));
    } catch (IOException failed) {
      return person.failed(failed, spec.commandLine().getErr());
    }
  }
}
