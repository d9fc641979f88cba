package mostao.e2e.faults;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for a condition, with a deadline. */
final class Waiting {
  private static final long LOOK_MILLIS = 50;

  private Waiting() {}

  /** The missing condition, or null if it holds. */
  @FunctionalInterface
  interface Missing {
    String now() throws Exception;
  }

  /**
   * @throws AssertionError at the deadline, with what is missing then
   */
  static void until(Duration limit, String what, Missing missing) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      String lacking = now(missing);
      if (lacking == null) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "not within " + limit.toSeconds() + " s: " + what + "; " + lacking);
      }
      pause(LOOK_MILLIS);
    }
  }

  private static String now(Missing missing) {
    try {
      return missing.now();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (Exception notNow) {
      return notNow.toString();
    }
  }

  static void pause(long millis) {
    try {
      if (new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody counts this down");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
