package mostao.client.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import mostao.ao.ans104.Base64Url;
import mostao.client.proof.ProofExport;
import mostao.client.proof.ProofLimits;
import mostao.client.proof.ProofReport;
import mostao.client.terminal.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code export}: a conversation as a file that anyone can check without any network. */
@Command(
    name = "export",
    header = "Writes a whole conversation into a signed ANS-104 bundle; verify-export checks it.",
    description =
        "Messages and assignments as they were signed, Results as the gateway shows them, and what"
            + " of these the authority signed for the own handle. Contents stay encrypted. The file"
            + " is written whole or not at all, never over another.",
    mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private Person person = new Person();

  @Parameters(
      paramLabel = "SESSION",
      description = "Id of a session, or the handle of the other side.")
  private String session;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "A new file.")
  private Path file;

  @Option(
      names = "--until",
      paramLabel = "NONCE",
      description = "The last message to write (default: the newest).")
  private Optional<Long> until = Optional.empty();

  @Option(
      names = "--messages",
      paramLabel = "N",
      defaultValue = "" + ProofLimits.DEFAULT_MESSAGES,
      description = "Refuse a conversation of more messages (default: ${DEFAULT-VALUE}).")
  private long messages;

  @Option(
      names = "--bytes",
      paramLabel = "N",
      defaultValue = "" + ProofLimits.DEFAULT_BYTES,
      description = "Refuse to write a larger file (default: ${DEFAULT-VALUE}).")
  private long bytes;

  @Option(
      names = "--receipts",
      paramLabel = "N",
      defaultValue = "10000",
      description =
          "Look at so many messages to the own handle, from the session's beginning on, for what"
              + " the session sent it (default: ${DEFAULT-VALUE}).")
  private long receipts;

  @Option(
      names = "--scheduler",
      paramLabel = "ADDRESS",
      description =
          "Whose signature assignments must have, if not that of whom the process item names: its"
              + " key was replaced.")
  private Optional<String> scheduler = Optional.empty();

  @Override
  public Integer call() throws InterruptedException {
    if (messages < 1 || bytes < 1 || receipts < 0 || until.filter(one -> one < 0).isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "--messages and --bytes start at 1, --receipts and --until at 0.");
    }
    try (Person.Present here = person.arrive()) {
      ProofExport.Request request =
          new ProofExport.Request(
              id(here),
              here.handle().name().pid(),
              until,
              new ProofLimits(messages, bytes),
              receipts,
              scheduler);
      ProofReport report = ProofExport.of(here.client()).write(request, file);
      spec.commandLine()
          .getOut()
          .println(
              report.messages()
                  + " messages of session "
                  + report.session()
                  + " in "
                  + file
                  + "; digest "
                  + report.digest());
      return 0;
    } catch (FileSystemException disk) {
      String said = WalletCommand.said(disk, Path.of(disk.getFile()));
      spec.commandLine().getErr().println(Printable.of(said));
      return 1;
    } catch (IOException failed) {
      return person.failed(failed, spec.commandLine().getErr());
    }
  }

  private String id(Person.Present here) throws IOException, InterruptedException {
    if (Base64Url.isId(session)) {
      return session;
    }
    String other = here.find(session).name();
    return here.registry()
        .session(here.handle().name().name(), other)
        .orElseThrow(() -> new IOException("there is no session with " + other));
  }
}
