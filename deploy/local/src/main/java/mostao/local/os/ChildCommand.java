package mostao.local.os;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to run.
 *
 * @param name the short name used in messages, for example {@code broker}
 * @param arguments program and arguments; nothing secret, since every user of the machine can list
 *     them
 * @param environment variables added to the launcher's own
 * @param log the file that standard output and error are appended to
 * @param stop the signal that asks this program to end in order
 */
public record ChildCommand(
    String name, List<String> arguments, Map<String, String> environment, Path log, Signal stop) {
  /** Copies the lists. */
  public ChildCommand {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }
}
