package mostao.messenger.push;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The thread that takes a batch, as an executor: what goes on behind an answer goes on there, and
 * no other thread has to be woken for it.
 */
final class BatchThread implements Executor {
  private static final Runnable LOOK = () -> {};

  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private volatile boolean closed;

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  /**
   * Works on the calling thread until this is done.
   *
   * @return whether it is; false after {@link #close}
   */
  boolean until(CompletionStage<?> done) {
    done.whenComplete((answer, failure) -> tasks.add(LOOK));
    try {
      while (!done.toCompletableFuture().isDone() && !closed) {
        tasks.take().run();
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    return done.toCompletableFuture().isDone();
  }

  /** What is not done by now is abandoned. */
  void close() {
    closed = true;
    tasks.add(LOOK);
  }
}
