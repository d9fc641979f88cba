package mostao.local.os;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sends signals that Java has no call for, through the shell's own {@code kill}. */
final class Signals {
  private Signals() {}

  static void send(Signal signal, List<Long> pids) {
    String targets = String.join(" ", pids.stream().map(String::valueOf).toList());
    try {
      Process shell =
          new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + targets)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              // A target that ended in the meantime is what the caller wanted.
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!shell.waitFor(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("sending " + signal + " to " + targets + " hangs");
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot run /bin/sh to send " + signal, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
