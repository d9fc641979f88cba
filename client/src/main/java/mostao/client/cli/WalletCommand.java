package mostao.client.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import mostao.client.wallet.Wallet;
import mostao.client.wallet.WalletFile;
import mostao.client.wallet.WalletType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wallet}: makes wallets and tells their addresses. */
@Command(
    name = "wallet",
    header = "Makes wallets and prints their addresses; needs no running system.",
    mixinStandardHelpOptions = true)
public final class WalletCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: wallet new or wallet address.");
  }

  @Command(
      name = "new",
      header = "Makes a wallet, keeps it in a file of mode 0600 and prints its address.",
      mixinStandardHelpOptions = true)
  int make(
      @Option(
              names = "--type",
              required = true,
              paramLabel = "rsa|ed25519|ethereum",
              description = "The kind of key. Only rsa (RSA-4096) can also open session keys.")
          String typeName,
      @Option(
              names = "--out",
              paramLabel = "FILE",
              description = "File to write (default: <address>.json in this folder).")
          Path out) {
    WalletType type =
        WalletType.of(typeName)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.subcommands().get("new"),
                        "--type is '" + typeName + "'; use rsa, ed25519 or ethereum."));
    Wallet wallet = type.create();
    Path file = out == null ? Path.of(wallet.address() + ".json") : out;
    try {
      WalletFile.save(wallet, file);
    } catch (NoSuchFileException noFolder) {
      return failed("the folder of " + file + " is not there; make it first.");
    } catch (IOException notWritten) {
      return failed(said(notWritten, file));
    }
    spec.commandLine().getOut().println(wallet.address());
    if (out == null) {
      spec.commandLine().getErr().println("kept in " + file);
    }
    return 0;
  }

  @Command(
      name = "address",
      header = "Prints the address of a wallet.",
      mixinStandardHelpOptions = true)
  int address(@Parameters(paramLabel = "FILE", description = "The wallet's file.") Path file) {
    try {
      spec.commandLine().getOut().println(WalletFile.load(file).address());
      return 0;
    } catch (IOException notRead) {
      return failed(said(notRead, file));
    }
  }

  private int failed(String sentence) {
    spec.commandLine().getErr().println(sentence);
    return 1;
  }

  /** One sentence for what files answer, since their exceptions' messages are often the name. */
  static String said(IOException failure, Path file) {
    if (failure instanceof FileAlreadyExistsException) {
      return file + " exists already and is not overwritten; name another file.";
    }
    if (failure instanceof NoSuchFileException) {
      return file + " is not there.";
    }
    if (failure instanceof AccessDeniedException) {
      return file + " may not be accessed; check who owns it.";
    }
    return String.valueOf(failure.getMessage());
  }
}
