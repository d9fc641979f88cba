package mostao.local.cli;

import java.io.PrintWriter;
import mostao.client.terminal.TerminalWriter;
import mostao.local.watch.Line;

/** Lines in colours, on a terminal alone. */
final class Inks {
  private Inks() {}

  static void print(PrintWriter out, Line line) {
    if (Boolean.getBoolean(StackRun.TERMINAL) && out instanceof TerminalWriter terminal) {
      terminal.println(line.ink(), line.text());
    } else {
      out.println(line.text());
    }
  }
}
