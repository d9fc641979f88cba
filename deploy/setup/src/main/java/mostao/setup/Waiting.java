package mostao.setup;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Asks again and again until nothing is missing, and says what is missing whenever that changes.
 *
 * @param patience how long in all
 * @param pause between two questions
 */
record Waiting(Duration patience, Duration pause, PrintWriter out) {
  /**
   * As a container platform wants it: longer than a database needs to come up, then another try.
   */
  static Waiting of(PrintWriter out) {
    return new Waiting(Duration.ofMinutes(10), Duration.ofSeconds(1), out);
  }

  /** Whether nothing is missing in the end. */
  boolean until(Supplier<Optional<String>> missing) {
    long deadline = System.nanoTime() + patience.toNanos();
    String said = "";
    while (true) {
      Optional<String> now = missing.get();
      if (now.isEmpty()) {
        return true;
      }
      if (!now.get().equals(said)) {
        said = now.get();
        out.println(said);
      }
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(pause.toNanos());
    }
  }
}
