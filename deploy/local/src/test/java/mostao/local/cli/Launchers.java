package mostao.local.cli;

import java.util.ArrayList;
import java.util.List;
import mostao.local.os.Programs;

/** How a command is started in a JVM of its own. */
final class Launchers {
  private Launchers() {}

  /** The words that run a command; it needs {@code CLASSPATH}. */
  static List<String> command(List<String> options, String... words) {
    List<String> all = new ArrayList<>();
    all.add(Programs.java().toString());
    all.add(Programs.COMPILE_LESS);
    all.addAll(options);
    all.add("mostao.local.cli.Mostao");
    all.addAll(List.of(words));
    return all;
  }

  /** For a shell: the command as it stands in a pipe. */
  static String quoted(List<String> command) {
    return "'" + String.join("' '", command) + "'";
  }

  static ProcessBuilder shell(String script) {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", script);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder;
  }
}
