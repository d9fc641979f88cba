package mostao.local.cli;

import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Set;
import mostao.client.cli.ChatCommand;
import mostao.client.cli.DeviceCommand;
import mostao.client.cli.ExportCommand;
import mostao.client.cli.ItemCommand;
import mostao.client.cli.RegisterCommand;
import mostao.client.cli.SoakCommand;
import mostao.client.cli.StreamCommand;
import mostao.client.cli.TalkCommand;
import mostao.client.cli.VerifyCommand;
import mostao.client.cli.WalletCommand;
import mostao.client.terminal.TerminalWriter;
import mostao.local.os.StartFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/** The main class of {@code ./mostao}. */
@Command(
    name = "mostao",
    header = "Handles, sessions and encrypted messages as AO processes on Apache Kafka.",
    mixinStandardHelpOptions = true,
    versionProvider = Mostao.Version.class,
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      TrainCommand.class,
      TopicsCommand.class,
      TailCommand.class,
      TraceCommand.class,
      LagCommand.class,
      ItemCommand.class,
      WalletCommand.class,
      TalkCommand.class,
      RegisterCommand.class,
      ChatCommand.class,
      DeviceCommand.class,
      VerifyCommand.class,
      ExportCommand.class,
      VerifyExportCommand.class,
      BenchCommand.class,
      SoakCommand.class,
      DlqCommand.class,
      SignerCommand.class,
      StreamCommand.class,
      DigestCommand.class,
      RebuildCommand.class,
      HelpCommand.class
    })
public final class Mostao {
  private static final int CANNOT = 1;

  /** Commands that may write nothing for long. */
  private static final Set<String> WAITING =
      Set.of("up", "demo", "train", "topics", "tail", "stream", "chat", "signer");

  /** The command line itself does nothing; its subcommands do. */
  public Mostao() {}

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.setProperty("slf4j.internal.verbosity", "WARN");
    if (arguments.length > 0 && WAITING.contains(arguments[0])) {
      StandardOutput.watchReader(() -> System.exit(StandardOutput.EXIT_CODE));
    }
    CommandLine line = commandLine(StandardOutput.open(), StandardOutput.openError());
    System.exit(execute(line, arguments));
  }

  /**
   * Runs one command in this JVM.
   *
   * @return its exit code
   */
  public static int run(Writer out, Writer err, String... arguments) {
    return execute(commandLine(out, err), arguments);
  }

  private static int execute(CommandLine line, String... arguments) {
    try {
      return line.execute(arguments);
    } catch (StandardOutput.Closed | UncheckedIOException whilePrintingHelp) {
      return explain(whilePrintingHelp, line);
    }
  }

  /** No command writes to anything but these, and no character of others controls the terminal. */
  static CommandLine commandLine(Writer out, Writer err) {
    return commandLine()
        .setOut(new TerminalWriter(out))
        .setErr(new TerminalWriter(err))
        .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Mostao()).setCaseInsensitiveEnumValuesAllowed(true);
    line.getCommandSpec().preprocessor(new IdArguments());
    line.registerConverter(String.class, IdArguments::unmarked);
    line.setExecutionExceptionHandler((failure, command, words) -> explain(failure, command));
    return line;
  }

  /**
   * One line for a problem that a user can fix; the whole trace for one that only a programmer can.
   */
  private static int explain(Exception failure, CommandLine line) {
    if (failure instanceof StandardOutput.Closed) {
      return StandardOutput.EXIT_CODE;
    }
    if (failure instanceof StartFailure) {
      line.getErr().println("mostao: " + failure.getMessage());
    } else if (failure instanceof UncheckedIOException) {
      line.getErr()
          .println(
              "mostao: "
                  + failure.getCause()
                  + "; check that what is written to is writable and its disk is not full");
    } else {
      failure.printStackTrace(line.getErr());
    }
    line.getErr().flush();
    return CANNOT;
  }

  /** The version in the manifest of our jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Mostao.class.getPackage().getImplementationVersion();
      return new String[] {"mostao " + (version == null ? "(not packaged)" : version)};
    }
  }
}
