package mostao.client.bench;

import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** When the next message or question is due. Thread-safe; each call is of one. */
interface Due {
  /** Waits until it is, and gives that moment; empty when the run is over. */
  OptionalLong next() throws InterruptedException;

  /** One that was sent is delivered or answered, or there was none left to send. */
  void delivered();

  /** As the load says, from {@code start} to {@code end} by {@link System#nanoTime}. */
  static Due of(Load load, long start, long end) {
    if (load instanceof Load.Rate rate) {
      return new AtRate(rate.perSecond(), start, end);
    }
    return new InFlight(((Load.InFlight) load).messages(), end);
  }

  /** The moments are fixed from the start: a late one does not move those behind it. */
  final class AtRate implements Due {
    private final int perSecond;
    private final long start;
    private final long end;
    private final AtomicLong given = new AtomicLong();

    AtRate(int perSecond, long start, long end) {
      this.perSecond = perSecond;
      this.start = start;
      this.end = end;
    }

    @Override
    public OptionalLong next() throws InterruptedException {
      long number = given.getAndIncrement();
      long due = start + Math.round(number * 1e9 / perSecond);
      if (due - end >= 0) {
        return OptionalLong.empty();
      }
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      return OptionalLong.of(due);
    }

    @Override
    public void delivered() {
      // Nothing waits for it.
    }
  }

  /** So many at a time. */
  final class InFlight implements Due {
    private final Semaphore free;
    private final long end;

    InFlight(int messages, long end) {
      this.free = new Semaphore(messages);
      this.end = end;
    }

    @Override
    public OptionalLong next() throws InterruptedException {
      return free.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)
              && end - System.nanoTime() > 0
          ? OptionalLong.of(System.nanoTime())
          : OptionalLong.empty();
    }

    @Override
    public void delivered() {
      free.release();
    }
  }
}
