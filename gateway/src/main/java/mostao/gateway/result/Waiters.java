package mostao.gateway.result;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import mostao.ao.wire.OutboxRecord;

/** The requests that wait, by message. Thread-safe. */
final class Waiters {
  private final int most;
  private final Map<Key, List<Waiter>> waiting = new HashMap<>();
  private int count;

  /**
   * @param most that may wait at a time
   */
  Waiters(int most) {
    this.most = most;
  }

  /** A message evaluated by a process. */
  record Key(String process, String message) {}

  /** A request that waits. Always call {@link #close}. */
  final class Waiter implements AutoCloseable {
    private final Key key;
    private final CompletableFuture<OutboxRecord> record = new CompletableFuture<>();
    private boolean open = true;

    private Waiter(Key key) {
      this.key = key;
    }

    /** Completed with what the process published, on the thread that found it. */
    CompletableFuture<OutboxRecord> record() {
      return record;
    }

    @Override
    public void close() {
      synchronized (Waiters.this) {
        if (!open) {
          return;
        }
        open = false;
        count--;
        List<Waiter> others = waiting.get(key);
        others.remove(this);
        if (others.isEmpty()) {
          waiting.remove(key);
        }
      }
    }
  }

  /** A place to wait, unless all are taken. */
  synchronized Optional<Waiter> open(String process, String message) {
    if (count >= most) {
      return Optional.empty();
    }
    count++;
    Waiter waiter = new Waiter(new Key(process, message));
    waiting.computeIfAbsent(waiter.key, key -> new ArrayList<>(1)).add(waiter);
    return Optional.of(waiter);
  }

  /**
   * Tells those who wait for this one.
   *
   * @param record read only if a request waits
   */
  void tell(String process, String message, Supplier<Optional<OutboxRecord>> record) {
    List<Waiter> told;
    synchronized (this) {
      List<Waiter> found = waiting.get(new Key(process, message));
      if (found == null) {
        return;
      }
      told = List.copyOf(found);
    }
    record.get().ifPresent(value -> told.forEach(waiter -> waiter.record.complete(value)));
  }

  synchronized int count() {
    return count;
  }
}
