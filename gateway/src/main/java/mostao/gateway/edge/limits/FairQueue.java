package mostao.gateway.edge.limits;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What waits, and its turn: one of each client that has something waiting, however much others
 * have. When there is room for no more, the client that has most waiting loses its latest to one
 * that has less. No client can keep others from being served. Thread-safe, never blocks.
 *
 * @param <T> what waits
 */
public final class FairQueue<T> {
  private final int most;
  private final Map<String, Deque<T>> waiting = new LinkedHashMap<>();
  private int size;

  /**
   * @param most that may wait
   */
  public FairQueue(int most) {
    this.most = most;
  }

  /**
   * Queues something.
   *
   * @param client a {@link ClientAddress#key}
   * @return what there is no room for, if there is not: this itself, or what had to make room
   */
  public synchronized Optional<T> offer(String client, T one) {
    Optional<T> out = Optional.empty();
    if (size >= most) {
      Deque<T> mine = waiting.get(client);
      Deque<T> longest = longest();
      if (longest == null || longest.size() <= 1 + (mine == null ? 0 : mine.size())) {
        return Optional.of(one);
      }
      out = Optional.of(longest.removeLast());
      size--;
    }
    waiting.computeIfAbsent(client, any -> new ArrayDeque<>()).addLast(one);
    size++;
    return out;
  }

  private Deque<T> longest() {
    Deque<T> longest = null;
    for (Deque<T> one : waiting.values()) {
      if (longest == null || one.size() > longest.size()) {
        longest = one;
      }
    }
    return longest;
  }

  /** The next one, which no longer waits. */
  public synchronized Optional<T> poll() {
    if (size == 0) {
      return Optional.empty();
    }
    Map.Entry<String, Deque<T>> first = waiting.entrySet().iterator().next();
    waiting.remove(first.getKey());
    T next = first.getValue().removeFirst();
    size--;
    if (!first.getValue().isEmpty()) {
      waiting.put(first.getKey(), first.getValue());
    }
    return Optional.of(next);
  }

  public synchronized int size() {
    return size;
  }
}
