package mostao.ao.kafka.publish;

import java.util.Objects;
import org.jboss.logging.Logger;

/**
 * Has what a producer was handed leave together. A producer that does not linger sends the first of
 * several records alone, since its thread wakes with it, and the others when that was answered: two
 * requests, and twice the time. So producers linger a little, and whoever has handed over his last
 * record says so here. Flushing also waits for the answers, which may take as long as the broker is
 * away; it has a thread of its own, so that nobody else does. Thread-safe.
 */
public final class Flusher implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Flusher.class);

  private final Runnable flush;
  private final Thread thread;

  /** Guarded by this, as what follows. */
  private boolean asked;

  private boolean begun;
  private boolean closed;

  /**
   * @param name of the thread
   * @param flush sends what was handed over, also what is handed over while it waits, and may
   *     block; what fails leaves when the producer has lingered
   */
  public Flusher(String name, Runnable flush) {
    this.flush = Objects.requireNonNull(flush, "flush");
    this.thread = new Thread(this::flush, name);
    this.thread.setDaemon(true);
  }

  /** What was handed over leaves now. Does not wait for it. */
  public synchronized void leave() {
    if (!begun && !closed) {
      begun = true;
      thread.start();
    }
    asked = true;
    notifyAll();
  }

  private void flush() {
    while (isAsked()) {
      try {
        flush.run();
      } catch (RuntimeException failed) {
        say(failed);
      }
    }
  }

  private synchronized boolean isAsked() {
    try {
      while (!asked && !closed) {
        wait();
      }
    } catch (InterruptedException end) {
      closed = true;
    }
    asked = false;
    return !closed;
  }

  private synchronized void say(RuntimeException failed) {
    if (!closed) {
      LOG.warnf(failed, "%s: records leave a few milliseconds later", thread.getName());
    }
  }

  /** Nothing is flushed any more. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.interrupt();
  }
}
