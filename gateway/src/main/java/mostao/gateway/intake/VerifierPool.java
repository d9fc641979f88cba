package mostao.gateway.intake;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import mostao.gateway.edge.limits.FairQueue;

/**
 * The threads that verify signatures and hand records to the broker, so that event loops do
 * neither. Clients' tasks take turns (see {@link FairQueue}); the further steps of what was begun
 * come as they are. Bounded: what finds no room, or has to make room, is rejected with {@link
 * RejectedExecutionException}.
 */
public final class VerifierPool implements Executor, AutoCloseable {
  private final ThreadPoolExecutor pool;
  private final FairQueue<Task> clients;
  private final int queue;

  private record Task(Runnable run, Runnable reject) {}

  /**
   * @param name of the threads, before their number
   * @param threads how many, at least 1
   * @param queue how many tasks of clients may wait, and how many steps
   */
  public VerifierPool(String name, int threads, int queue) {
    AtomicInteger count = new AtomicInteger();
    this.queue = queue;
    this.clients = new FairQueue<>(queue);
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.AbortPolicy());
  }

  /**
   * Does a client's work when it is its turn.
   *
   * @param client a {@link mostao.gateway.edge.limits.ClientAddress#key}
   * @return what came of it; fails with {@link RejectedExecutionException} without room
   */
  public <T> CompletableFuture<T> submit(String client, Supplier<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Task task =
        new Task(
            () -> run(work, answer),
            () -> answer.completeExceptionally(new RejectedExecutionException("no room")));
    Optional<Task> out = clients.offer(client, task);
    if (out.isPresent()) {
      // There are as many turns as tasks: who makes room leaves its turn.
      out.get().reject().run();
    } else {
      try {
        pool.execute(() -> clients.poll().ifPresent(next -> next.run().run()));
      } catch (RejectedExecutionException closed) {
        task.reject().run();
      }
    }
    return answer;
  }

  private static <T> void run(Supplier<T> work, CompletableFuture<T> answer) {
    try {
      answer.complete(work.get());
    } catch (RuntimeException | Error failure) {
      answer.completeExceptionally(failure);
    }
  }

  /** Does a step of what was begun. */
  @Override
  public void execute(Runnable step) {
    if (pool.getQueue().size() - clients.size() >= queue) {
      throw new RejectedExecutionException("no room for another step");
    }
    pool.execute(step);
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
