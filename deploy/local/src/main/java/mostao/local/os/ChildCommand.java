package mostao.local.os;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The command to run.
 *
 * @param name the short name used in messages, for example {@code broker}
 * @param arguments program and arguments; nothing secret, since every user of the machine can list
 *     them
 * @param environment variables of this child alone, over those of {@link ChildEnvironment}
 * @param folder the child's own folder, emptied at every start: it works there, so that it reads no
 *     file of the user's, and has its temporary files below
 * @param log the file that standard output and error are appended to
 * @param stop the signal that asks this program to end in order
 */
public record ChildCommand(
    String name,
    List<String> arguments,
    Map<String, String> environment,
    Path folder,
    Path log,
    Signal stop) {
  /** Copies the lists; the child works in another folder than we, so that paths are absolute. */
  public ChildCommand {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
    folder = folder.toAbsolutePath();
    log = log.toAbsolutePath();
  }

  Path temporary() {
    return temporary(folder);
  }

  static Path temporary(Path folder) {
    return folder.toAbsolutePath().resolve("tmp");
  }
}
