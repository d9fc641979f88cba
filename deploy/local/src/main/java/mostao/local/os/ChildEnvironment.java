package mostao.local.os;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * The environment variables of a child: a few of the user's, and ours. Any other variable might
 * override a setting, since a service takes every setting from the environment too.
 */
public final class ChildEnvironment {
  /** Where programs, libraries and the user's home are. */
  private static final Set<String> KEPT =
      Set.of("PATH", "HOME", "USER", "LOGNAME", "LD_LIBRARY_PATH");

  private ChildEnvironment() {}

  /**
   * Sets the variables of a process that is about to start.
   *
   * @param own variables of this process alone, over all others
   */
  public static void apply(ProcessBuilder process, Path temporary, Map<String, String> own) {
    Map<String, String> all = process.environment();
    all.keySet().retainAll(KEPT);
    // Without a UTF-8 locale a JVM can't open files with other names than ASCII.
    all.put("LC_ALL", "C.UTF-8");
    all.put("LANG", "C.UTF-8");
    all.put("TZ", "UTC");
    all.put("TMPDIR", temporary.toString());
    // Perl, which detaches children where setsid is missing, warns where C.UTF-8 is missing.
    all.put("PERL_BADLANG", "0");
    all.putAll(own);
  }
}
