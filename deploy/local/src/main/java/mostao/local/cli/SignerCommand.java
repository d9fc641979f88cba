package mostao.local.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import mostao.ao.ans104.DataItem;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.message.Names;
import mostao.ao.secret.Ed25519KeyFile;
import mostao.ao.secret.SecretFile;
import mostao.ao.signer.SignerServer;
import mostao.ao.signer.SigningRules;
import mostao.client.terminal.Printable;
import mostao.local.os.StartFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mostao signer}: the authority's key in a process of its own. */
@Command(
    name = "signer",
    header = "Signs for messengers as the authority, on a Unix domain socket.",
    description =
        "Only its own user may use the socket. It signs what a messenger pushes for a process and"
            + " the items that a deployment begins with, and refuses everything else. An example of"
            + " how a KMS is attached. Ends with Ctrl-C.",
    mixinStandardHelpOptions = true)
final class SignerCommand implements Callable<Integer> {
  private static final int SHOWN = 60;

  @Spec private CommandSpec spec;

  @Option(
      names = "--key-file",
      required = true,
      paramLabel = "FILE",
      description = "The authority's wallet; made with mode 0600 if it is missing.")
  private Path keyFile;

  @Option(
      names = "--socket",
      required = true,
      paramLabel = "PATH",
      description = "Where to listen: mostao.authority.socket of the messengers.")
  private Path socket;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "16",
      description = "Most connections at a time (default: ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "How long a request that has begun and the taking of an answer may last (default:"
              + " ${DEFAULT-VALUE}).")
  private int timeout;

  @Option(
      names = "--log",
      description = "Print a line for each item that is signed; refusals are always printed.")
  private boolean log;

  @Override
  public Integer call() throws InterruptedException {
    if (connections < 1 || timeout < 1) {
      throw new ParameterException(
          spec.commandLine(), "--connections and --timeout are at least 1.");
    }
    PrintWriter out = spec.commandLine().getOut();
    Ed25519Signer key = key();
    try (SignerServer server =
        SignerServer.open(
            socket,
            key,
            new SigningRules(key.address())::refusal,
            new SignerServer.Settings(connections, Duration.ofSeconds(timeout)),
            new Printed(out, log))) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server), "signer-stop"));
      out.println("signs as " + key.address() + " at " + server.socket());
      out.flush();
      new CountDownLatch(1).await();
      return 0;
    } catch (IOException failure) {
      throw new StartFailure(
          "cannot listen at " + socket.toAbsolutePath() + ": " + failure.getMessage(), failure);
    }
  }

  private Ed25519Signer key() {
    try {
      return new Ed25519KeyFile("the authority's key file", keyFile).open();
    } catch (SecretFile.Unusable unusable) {
      throw new StartFailure(unusable.getMessage(), unusable);
    }
  }

  private static void close(SignerServer server) {
    try {
      server.close();
    } catch (IOException gone) {
      // The next signer replaces what is left of it.
      return;
    }
  }

  /**
   * A line each.
   *
   * @param all what was signed too, not refusals alone
   */
  private record Printed(PrintWriter out, boolean all) implements SignerServer.Journal {
    @Override
    public void decided(DataItem item, Optional<String> refusal) {
      if (refusal.isPresent() || all) {
        line(
            (refusal.isEmpty() ? "signed " + item.id() : "refused")
                + shown(item, Names.TYPE)
                + shown(item, Names.FROM_PROCESS)
                + " Target="
                + item.targetId()
                + shown(item, Names.ACTION)
                + refusal.map(why -> ": " + Printable.of(why)).orElse(""));
      }
    }

    @Override
    public void closed(String why) {
      line("closed a connection: " + Printable.of(why));
    }

    private void line(String text) {
      synchronized (out) {
        out.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + text);
        out.flush();
      }
    }
  }

  private static String shown(DataItem item, String name) {
    return item.tags()
        .first(name)
        .map(value -> " " + name + "=" + Printable.of(cut(value)))
        .orElse("");
  }

  private static String cut(String value) {
    return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
  }
}
