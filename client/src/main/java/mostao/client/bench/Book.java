package mostao.client.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** What became of every message of a run. Thread-safe. */
final class Book {
  private final Map<String, Sent> underWay = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Sent> all = new ConcurrentLinkedQueue<>();
  private final Map<String, Long> refusals = new ConcurrentHashMap<>();
  private final LongAdder posted = new LongAdder();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final LongAdder answered = new LongAdder();
  private final Consumer<Sent> onDelivered;

  /**
   * @param onDelivered told once of each message
   */
  Book(Consumer<Sent> onDelivered) {
    this.onDelivered = onDelivered;
  }

  /** The item is about to be sent. */
  void posting(String id, Sent message, long at) {
    message.posted = at;
    all.add(message);
    underWay.put(id, message);
    posted.increment();
  }

  void accepted(Sent message, long at) {
    message.accepted = at;
    accepted.increment();
  }

  /** It was not taken, this time. */
  void refused(String why) {
    refusals.merge(why, 1L, Long::sum);
  }

  /**
   * The receiving handle has its notification; later ones of the same change nothing.
   *
   * @param id of the item that began it
   */
  void delivered(String id, long at) {
    Sent message = underWay.get(id);
    if (message != null && message.delivered == 0) {
      message.delivered = at;
      delivered.increment();
      onDelivered.accept(message);
      forget(id, message);
    }
  }

  /** The sending handle has the session's answer. */
  void answered(String id) {
    Sent message = underWay.get(id);
    if (message != null && !message.answered) {
      message.answered = true;
      answered.increment();
      forget(id, message);
    }
  }

  private void forget(String id, Sent message) {
    if (message.answered && message.delivered != 0) {
      underWay.remove(id);
    }
  }

  List<Sent> all() {
    return new ArrayList<>(all);
  }

  long posted() {
    return posted.sum();
  }

  long accepted() {
    return accepted.sum();
  }

  long delivered() {
    return delivered.sum();
  }

  long answered() {
    return answered.sum();
  }

  Map<String, Long> refusals() {
    return new TreeMap<>(refusals);
  }
}
