package mostao.ao.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The user as whom this program runs, where the system says so (Linux).
 *
 * @param user empty where it is not known
 * @param groups all of them
 */
record Account(Optional<Integer> user, Set<Integer> groups) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int ROOT = 0;

  Account {
    groups = Set.copyOf(groups);
  }

  static Account ours() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return of(lines);
    } catch (IOException notLinux) {
      return new Account(Optional.empty(), Set.of());
    }
  }

  /**
   * @param status lines of {@code /proc/…/status}: a name, then the real, effective, saved and file
   *     system id
   */
  static Account of(Stream<String> status) {
    Optional<Integer> user = Optional.empty();
    Set<Integer> groups = new HashSet<>();
    for (String line : status.toList()) {
      String[] words = line.split("\\s+", -1);
      switch (words[0]) {
        case "Uid:" -> user = Optional.of(Integer.valueOf(words[2]));
        case "Gid:" -> groups.add(Integer.valueOf(words[2]));
        case "Groups:" ->
            Arrays.stream(words)
                .skip(1)
                .filter(word -> !word.isEmpty())
                .forEach(word -> groups.add(Integer.valueOf(word)));
        default -> {
          // Of no interest here.
        }
      }
    }
    return new Account(user, groups);
  }

  /** Whether root has given us a file of this owner and group, which we can't change ourselves. */
  boolean isGiven(int owner, int group) {
    return owner == ROOT && user.isPresent() && user.get() != ROOT && groups.contains(group);
  }
}
