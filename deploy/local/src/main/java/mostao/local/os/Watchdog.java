package mostao.local.os;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A small shell process that outlives this JVM by a moment: it waits on a pipe from us, and when
 * the pipe closes, for any reason, even {@code kill -9}, it ends the children that still run. One
 * for each JVM, started with the first child. Thread-safe.
 */
final class Watchdog {
  /** How long children may take to end before they are killed: 100 times a tenth of a second. */
  private static final String SCRIPT =
      """
      children=
      while read -r verb pid signal; do
        case $verb in
          watch) children="$children $pid:$signal" ;;
          forget)
            kept=
            for child in $children; do
              case $child in "$pid":*) ;; *) kept="$kept $child" ;; esac
            done
            children=$kept ;;
        esac
      done
      for child in $children; do
        kill -CONT "${child%:*}" 2>/dev/null
        kill -"${child#*:}" "${child%:*}" 2>/dev/null
      done
      rounds=0
      while [ "$rounds" -lt 100 ]; do
        alive=
        for child in $children; do
          kill -0 "${child%:*}" 2>/dev/null && alive="$alive ${child%:*}"
        done
        [ -z "$alive" ] && exit 0
        sleep 0.1
        rounds=$((rounds + 1))
      done
      kill -KILL $alive 2>/dev/null
      """;

  private static final Watchdog SHARED = new Watchdog();

  private final Map<Long, Signal> children = new ConcurrentHashMap<>();
  private Process shell;

  private Watchdog() {}

  static Watchdog shared() {
    return SHARED;
  }

  void watch(Process child, Signal stop) throws IOException {
    children.put(child.pid(), stop);
    tell("watch " + child.pid() + " " + stop + "\n");
    child.onExit().thenRun(() -> forget(child.pid()));
  }

  private void forget(long pid) {
    children.remove(pid);
    try {
      tell("forget " + pid + "\n");
    } catch (IOException e) {
      throw new IllegalStateException("no watchdog", e);
    }
  }

  /** Starts the shell if it does not run (the first time, or after it was killed). */
  private synchronized void tell(String line) throws IOException {
    if (shell != null && shell.isAlive() && write(line)) {
      return;
    }
    List<String> command = new ArrayList<>(Detached.prefix());
    command.addAll(List.of("/bin/sh", "-c", SCRIPT, "mostao-watchdog"));
    shell =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    for (Map.Entry<Long, Signal> child : children.entrySet()) {
      if (!write("watch " + child.getKey() + " " + child.getValue() + "\n")) {
        throw new IOException("the watchdog process ended at once");
      }
    }
  }

  private boolean write(String line) {
    try {
      OutputStream pipe = shell.getOutputStream();
      pipe.write(line.getBytes(StandardCharsets.US_ASCII));
      pipe.flush();
      return true;
    } catch (IOException broken) {
      return false;
    }
  }
}
