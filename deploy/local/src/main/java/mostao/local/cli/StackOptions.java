package mostao.local.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mostao.local.os.StartFailure;
import mostao.local.stack.StackSettings;
import picocli.CommandLine.Option;

/** The options of every command that starts the system. */
final class StackOptions {
  /** Where the repository is; the launcher script knows. */
  static final String ROOT = "mostao.root";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where records, tables, secrets and logs are kept (default: .mostao beside this program).")
  private Path data;

  @Option(
      names = "--ephemeral",
      description = "Use a new temporary directory and remove it at the end.")
  private boolean ephemeral;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "" + StackSettings.DEFAULT_PORT,
      description =
          "The gateway's port; the six after it are used too (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--open-reads",
      description = "Let anyone read everything, as AO's public network does.")
  private boolean openReads;

  @Option(
      names = "--quick",
      description = "Compile less: ready in half the time, and slower under load.")
  private boolean quick;

  boolean ephemeral() {
    return ephemeral;
  }

  StackSettings settings() {
    Path root = root();
    if (port < 1 || port > StackSettings.HIGHEST_PORT) {
      throw new StartFailure(
          "--port is " + port + "; choose one from 1 to " + StackSettings.HIGHEST_PORT);
    }
    StackSettings settings = StackSettings.of(root, dataDirectory(root), port);
    settings = settings.withOneReplicaOfEach();
    settings = openReads ? settings.withOpenReads() : settings;
    return quick ? settings.withQuickStart() : settings;
  }

  private Path dataDirectory(Path root) {
    if (ephemeral) {
      try {
        return Files.createTempDirectory("mostao");
      } catch (IOException e) {
        throw new StartFailure(
            "cannot make a directory in "
                + System.getProperty("java.io.tmpdir")
                + " ("
                + e
                + "); set TMPDIR to a folder that you may write, or name one with --data",
            e);
      }
    }
    return data == null ? root.resolve(".mostao") : data;
  }

  static Path root() {
    return Path.of(System.getProperty(ROOT, "")).toAbsolutePath();
  }
}
