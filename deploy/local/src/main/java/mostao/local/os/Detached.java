package mostao.local.os;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How to run a program in a session of its own, with the tools this machine has. */
final class Detached {
  private static final List<String> PREFIX = find();

  private Detached() {}

  /** The words to put in front of a command; the process keeps its id. */
  static List<String> prefix() {
    return PREFIX;
  }

  private static List<String> find() {
    if (Programs.find("setsid").isPresent()) {
      return List.of("setsid");
    }
    if (Files.isExecutable(Path.of("/usr/bin/perl"))) {
      return List.of("/usr/bin/perl", "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV", "--");
    }
    // Still in the terminal's group, but deaf to its Ctrl-C: ignored signals survive exec.
    return List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");
  }
}
