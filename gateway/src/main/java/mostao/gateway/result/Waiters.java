package mostao.gateway.result;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import mostao.ao.wire.OutboxRecord;
import mostao.gateway.edge.limits.FairBudget;

/** The requests that wait, by message. Thread-safe. */
final class Waiters {
  private final FairBudget places;
  private final Map<Key, List<Waiter>> waiting = new HashMap<>();

  /**
   * @param most that may wait at a time
   * @param each of one client; 0: no limit
   */
  Waiters(int most, int each) {
    this.places = new FairBudget(most, each);
  }

  /** A message evaluated by a process. */
  record Key(String process, String message) {}

  /** A request that waits. Always call {@link #close}. */
  final class Waiter implements AutoCloseable {
    private final Key key;
    private final CompletableFuture<OutboxRecord> record = new CompletableFuture<>();
    private final CompletableFuture<Void> givenUp = new CompletableFuture<>();
    private final FairBudget.Claim place;

    private Waiter(Key key, String client) {
      this.key = key;
      this.place = places.claim(client, () -> givenUp.complete(null));
    }

    /** Completed when it has to make room for clients with fewer. */
    CompletableFuture<Void> givenUp() {
      return givenUp;
    }

    /** Completed with what the process published, on the thread that found it. */
    CompletableFuture<OutboxRecord> record() {
      return record;
    }

    @Override
    public void close() {
      place.close();
      synchronized (Waiters.this) {
        List<Waiter> others = waiting.get(key);
        if (others != null && others.remove(this) && others.isEmpty()) {
          waiting.remove(key);
        }
      }
    }
  }

  /** Whether there was a place to wait. */
  sealed interface Opened {
    record Place(Waiter waiter) implements Opened {}

    /**
     * @param outcome why there was none
     */
    record NoPlace(FairBudget.Outcome outcome) implements Opened {}
  }

  /** A place to wait for a client, unless it has as many as it may, or all are taken. */
  Opened open(String process, String message, String client) {
    Waiter waiter = new Waiter(new Key(process, message), client);
    FairBudget.Outcome outcome = waiter.place.take(1);
    if (outcome != FairBudget.Outcome.TAKEN) {
      return new Opened.NoPlace(outcome);
    }
    synchronized (this) {
      waiting.computeIfAbsent(waiter.key, key -> new ArrayList<>(1)).add(waiter);
    }
    return new Opened.Place(waiter);
  }

  /**
   * Tells those who wait for this one.
   *
   * @param record read only if a request waits
   */
  void tell(Key key, Supplier<Optional<OutboxRecord>> record) {
    List<Waiter> told;
    synchronized (this) {
      List<Waiter> found = waiting.get(key);
      if (found == null) {
        return;
      }
      told = List.copyOf(found);
    }
    record.get().ifPresent(value -> told.forEach(waiter -> waiter.record.complete(value)));
  }

  /** That wait. */
  long count() {
    return places.held();
  }
}
