package mostao.ao.kafka.tail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mostao.ao.kafka.BrokerUnavailable;

/**
 * Waiting until a topic is read to where it ends now. Calls at the same time share one question to
 * the broker. Thread-safe.
 */
public final class ReadToEnd {
  private final Barrier barrier = new Barrier();
  private final EndOffsets ends;
  private final long timeoutMs;
  private final AtomicInteger waiting = new AtomicInteger();
  private List<CompletableFuture<Void>> queued = new ArrayList<>();
  private boolean asking;
  private volatile boolean readOnce;

  /**
   * @param timeoutMs how long a call may take
   */
  public ReadToEnd(EndOffsets ends, long timeoutMs) {
    this.ends = ends;
    this.timeoutMs = timeoutMs;
  }

  /** The reader has told everything before this offset of a partition. */
  public void reached(int partition, long next) {
    barrier.reached(partition, next);
  }

  /** Whether the topic was read to its end at least once. */
  public boolean readOnce() {
    return readOnce;
  }

  /** Whether a call waits, or the end was not reached yet at all. */
  public boolean awaits() {
    return !readOnce || waiting.get() > 0;
  }

  /**
   * Done when everything recorded before this call has been read.
   *
   * @return on any thread; fails with {@link BrokerUnavailable} when that takes too long
   */
  public CompletionStage<Void> now() {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    waiting.incrementAndGet();
    synchronized (this) {
      queued.add(mine);
      if (asking) {
        return bounded(mine);
      }
      asking = true;
    }
    ask();
    return bounded(mine);
  }

  private CompletionStage<Void> bounded(CompletableFuture<Void> reached) {
    return reached
        .orTimeout(timeoutMs, TimeUnit.MILLISECONDS)
        .handle(
            (done, failure) -> {
              waiting.decrementAndGet();
              if (failure != null) {
                throw new BrokerUnavailable("the topic could not be read to its end", failure);
              }
              readOnce = true;
              return done;
            });
  }

  private void ask() {
    List<CompletableFuture<Void>> served;
    synchronized (this) {
      served = queued;
      queued = new ArrayList<>();
    }
    asked()
        .whenComplete(
            (end, failure) -> {
              if (failure == null) {
                barrier.await(end).thenRun(() -> served.forEach(one -> one.complete(null)));
              } else {
                served.forEach(one -> one.completeExceptionally(failure));
              }
              boolean more;
              synchronized (this) {
                more = !queued.isEmpty();
                asking = more;
              }
              if (more) {
                ask();
              }
            });
  }

  private CompletionStage<Map<Integer, Long>> asked() {
    try {
      return ends.ask();
    } catch (RuntimeException closed) {
      return CompletableFuture.failedFuture(closed);
    }
  }
}
