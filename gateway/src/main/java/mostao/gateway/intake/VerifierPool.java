package mostao.gateway.intake;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that verify signatures and hand records to the broker, so that event loops do
 * neither. Bounded: what finds no room is rejected with {@link
 * java.util.concurrent.RejectedExecutionException}.
 */
public final class VerifierPool implements Executor, AutoCloseable {
  private final ThreadPoolExecutor pool;

  /**
   * @param name of the threads, before their number
   * @param threads how many, at least 1
   * @param queue how many tasks may wait
   */
  public VerifierPool(String name, int threads, int queue) {
    AtomicInteger count = new AtomicInteger();
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(queue),
            task -> {
              Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.AbortPolicy());
  }

  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
