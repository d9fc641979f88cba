package mostao.ao.testkit.proxy;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** One direction of all connections of a proxy. Thread-safe. */
final class TrafficShaper {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Flow flow = new Flow.Open();

  /** When the line is free for the next chunk under a limit, in nanoTime. */
  private long free = System.nanoTime();

  private long passed;

  void set(Flow next) {
    lock.lock();
    try {
      flow = next;
      free = System.nanoTime();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets those that wait look again whether their connection is still there. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long passed() {
    lock.lock();
    try {
      return passed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a chunk that has just arrived may go on, or its connection is gone.
   *
   * @return how the connection ends instead, if it does
   */
  Optional<End> admit(int bytes, BooleanSupplier connected) throws InterruptedException {
    lock.lock();
    try {
      long arrived = System.nanoTime();
      Flow seen = null;
      long due = arrived;
      while (connected.getAsBoolean()) {
        if (flow != seen) {
          seen = flow;
          due = due(bytes, arrived);
        }
        if (flow instanceof Flow.Dropped dropped) {
          return Optional.of(dropped.end());
        }
        long left = due - System.nanoTime();
        if (flow instanceof Flow.Stalled) {
          changed.await();
        } else if (left > 0) {
          changed.await(left, TimeUnit.NANOSECONDS);
        } else {
          passed += bytes;
          return Optional.empty();
        }
      }
      return Optional.of(End.RST);
    } finally {
      lock.unlock();
    }
  }

  private long due(int bytes, long arrived) {
    if (flow instanceof Flow.Delayed delayed) {
      return arrived + delayed.by().toNanos();
    }
    if (flow instanceof Flow.Limited limited) {
      long nanos = bytes * TimeUnit.SECONDS.toNanos(1) / limited.bytesPerSecond();
      free = Math.max(free, System.nanoTime()) + nanos;
      return free;
    }
    return arrived;
  }
}
