package mostao.ao.kafka.tail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lets callers wait until a topic has been read up to an offset. Thread-safe. */
final class Barrier {
  private final Map<Integer, Long> positions = new TreeMap<>();
  private final List<Waiting> waiting = new ArrayList<>();

  private record Waiting(Map<Integer, Long> ends, CompletableFuture<Void> reached) {}

  /** Done when everything before these offsets, by partition, was read. */
  CompletionStage<Void> await(Map<Integer, Long> ends) {
    CompletableFuture<Void> reached = new CompletableFuture<>();
    synchronized (this) {
      if (!covers(ends)) {
        waiting.add(new Waiting(Map.copyOf(ends), reached));
        return reached;
      }
    }
    reached.complete(null);
    return reached;
  }

  /** Everything before this offset was read. */
  void reached(int partition, long next) {
    List<Waiting> done = new ArrayList<>();
    synchronized (this) {
      positions.put(partition, next);
      waiting.removeIf(
          one -> {
            boolean over = one.reached.isDone() || covers(one.ends);
            if (over) {
              done.add(one);
            }
            return over;
          });
    }
    // Outside the lock: callers continue on this thread.
    done.forEach(one -> one.reached.complete(null));
  }

  private boolean covers(Map<Integer, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> positions.getOrDefault(end.getKey(), -1L) >= end.getValue());
  }
}
