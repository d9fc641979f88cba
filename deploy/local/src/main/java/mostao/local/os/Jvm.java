package mostao.local.os;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a child that is a JVM is started: with the same locale, character set and time zone on every
 * machine, and with its temporary files and its crash reports in our own folders.
 */
public final class Jvm {
  /** From here on a JDK warns about native code and about sun.misc.Unsafe, unless told not to. */
  private static final int WARNS_ABOUT_NATIVE_CODE = 24;

  private Jvm() {}

  /**
   * @param words options, then what to run: {@code -jar FILE}, or a main class and its arguments
   * @param environment variables of this child alone
   * @param folder the child's own folder; see {@link ChildCommand}
   */
  public static ChildCommand command(
      String name, List<String> words, Map<String, String> environment, Path folder, Path log) {
    List<String> all = new ArrayList<>();
    all.add(Programs.java().toString());
    all.addAll(options(Runtime.version().feature()));
    all.add("-Djava.io.tmpdir=" + ChildCommand.temporary(folder));
    all.add("-XX:ErrorFile=" + log.resolveSibling("crash-of-" + name + "-%p.log"));
    all.addAll(words);
    return new ChildCommand(name, all, environment, folder, log, Signal.TERM);
  }

  static List<String> options(int javaVersion) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "-Duser.language=en",
                "-Duser.country=",
                "-Duser.variant=",
                "-Duser.timezone=UTC",
                "-Dfile.encoding=UTF-8",
                "-Djava.awt.headless=true",
                // Its file is in /tmp regardless of java.io.tmpdir.
                "-XX:-UsePerfData"));
    if (javaVersion >= WARNS_ABOUT_NATIVE_CODE) {
      all.add("--enable-native-access=ALL-UNNAMED");
      all.add("--sun-misc-unsafe-memory-access=allow");
    }
    return all;
  }
}
