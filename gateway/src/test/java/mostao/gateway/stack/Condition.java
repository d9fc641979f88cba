package mostao.gateway.stack;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting for something to become true. */
public final class Condition {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private Condition() {}

  /** Returns as soon as it holds, fails when it doesn't in time. */
  public static void await(String what, BooleanSupplier holds) {
    CountDownLatch never = new CountDownLatch(1);
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not in time: " + what);
      }
      try {
        if (never.await(20, TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
