package mostao.local.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mostao.local.os.Programs;
import mostao.local.os.StartFailure;

/**
 * As whom PostgreSQL's programs run. They refuse the effective user id 0, so root runs them
 *
 * <ol>
 *   <li>in a user namespace of their own ({@code unshare -U}): there they see another id, while for
 *       the file system they stay the owner of root's files;
 *   <li>or, where namespaces are forbidden (many containers), as the user {@code nobody}, to whom
 *       the server's directory is given.
 * </ol>
 *
 * @param prefix words in front of every command
 * @param owner whom the server's files must belong to; empty: to us
 */
record RunAs(List<String> prefix, Optional<String> owner) {
  private static final String UNPRIVILEGED = "nobody";

  /** Its group has different names, but the same number, everywhere. */
  private static final int UNPRIVILEGED_GROUP = 65534;

  private static final RunAs OURSELVES = new RunAs(List.of(), Optional.empty());

  static RunAs choose() {
    if (!weAreRoot()) {
      return OURSELVES;
    }
    return namespace()
        .or(RunAs::nobody)
        .orElseThrow(
            () ->
                new StartFailure(
                    "PostgreSQL does not run as root, and neither user namespaces (unshare) nor"
                        + " setpriv work here; start as an ordinary user"));
  }

  static Optional<RunAs> namespace() {
    return Programs.find("unshare")
        .map(program -> List.of(program.toString(), "-U"))
        .filter(RunAs::works)
        .map(prefix -> new RunAs(prefix, Optional.empty()));
  }

  static Optional<RunAs> nobody() {
    return Programs.find("setpriv")
        .map(
            program ->
                List.of(
                    program.toString(),
                    "--reuid=" + UNPRIVILEGED,
                    "--regid=" + UNPRIVILEGED_GROUP,
                    "--clear-groups"))
        .filter(RunAs::works)
        .map(prefix -> new RunAs(prefix, Optional.of(UNPRIVILEGED)));
  }

  private static boolean weAreRoot() {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    } catch (IOException | UnsupportedOperationException notLinux) {
      return "root".equals(System.getProperty("user.name"));
    }
  }

  private static boolean works(List<String> prefix) {
    return exitCode(prefix, "true") == 0;
  }

  private static int exitCode(List<String> prefix, String... command) {
    try {
      Process process =
          new ProcessBuilder(Stream.concat(prefix.stream(), Stream.of(command)).toList())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return -1;
      }
      return process.exitValue();
    } catch (IOException cannotRun) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  /** The command as that user. */
  List<String> command(List<String> command) {
    return Stream.concat(prefix.stream(), command.stream()).toList();
  }

  /**
   * Gives the server's directory itself to that user, but not what is in it.
   *
   * @throws StartFailure when that user cannot even reach it
   */
  void giveDirectory(Path directory) throws IOException {
    give(directory);
    if (owner.isPresent() && exitCode(prefix, "test", "-x", directory.toString()) != 0) {
      throw new StartFailure(
          "PostgreSQL does not run as root, and user "
              + owner.get()
              + " cannot enter "
              + directory
              + "; choose a data directory below folders that every user may enter, for example in"
              + " /var/tmp, or start as an ordinary user");
    }
  }

  /** Gives a directory and all in it to that user. */
  void giveTree(Path directory) throws IOException {
    if (owner.isPresent()) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          give(file);
        }
      }
    }
  }

  /** Gives one file to that user. */
  void give(Path file) throws IOException {
    if (owner.isPresent()) {
      UserPrincipal user =
          file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner.get());
      Files.setAttribute(file, "posix:owner", user, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
