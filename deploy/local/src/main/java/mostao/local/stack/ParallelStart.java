package mostao.local.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import mostao.local.os.StartFailure;

/**
 * Starts several things at once. The first failure, or an interrupt, interrupts the others; none is
 * still at work when {@link #close} returns.
 */
final class ParallelStart implements AutoCloseable {
  private static final long LONGEST_CLEANUP_SECONDS = 60;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ExecutorCompletionService<Void> done = new ExecutorCompletionService<>(threads);
  private final List<Future<Void>> starts = new ArrayList<>();

  void add(Runnable start) {
    starts.add(
        done.submit(
            () -> {
              start.run();
              return null;
            }));
  }

  void await() {
    try {
      for (int finished = 0; finished < starts.size(); finished++) {
        done.take().get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("the start was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    boolean interrupted = Thread.interrupted();
    try {
      if (!threads.awaitTermination(LONGEST_CLEANUP_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a start does not react to its interrupt");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
