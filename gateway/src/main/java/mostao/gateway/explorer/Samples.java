package mostao.gateway.explorer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;

/**
 * Where topics ended at the latest looks. From that follow a rate, and how long the oldest waiting
 * record has waited at least, without reading a record. Not thread-safe.
 */
final class Samples {
  private static final int MOST = 600;

  /** A rate is that of so long at least, so that it does not jump. */
  private static final long WINDOW_MS = 5_000;

  /** After so long without a look nothing is known of the time between. */
  private static final long PAUSE_MS = 15_000;

  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long at, Map<String, Map<Integer, Long>> ends) {
    long records(String topic) {
      return ends.getOrDefault(topic, Map.of()).values().stream().mapToLong(end -> end).sum();
    }

    long end(String topic, int partition) {
      return ends.getOrDefault(topic, Map.of()).getOrDefault(partition, 0L);
    }
  }

  /**
   * @param at Unix milliseconds; never decreases
   * @param ends the next offset, by topic and partition
   */
  void add(long at, Map<String, Map<Integer, Long>> ends) {
    if (!samples.isEmpty() && at - samples.getLast().at() > PAUSE_MS) {
      samples.clear();
    }
    samples.addLast(new Sample(at, ends));
    while (samples.size() > MOST) {
      samples.removeFirst();
    }
  }

  /** Records a second of late; 0 while that can't be told. */
  double perSecond(String topic) {
    if (samples.isEmpty()) {
      return 0;
    }
    Sample now = samples.getLast();
    Sample before = now;
    Iterator<Sample> newest = samples.descendingIterator();
    while (newest.hasNext() && now.at() - before.at() < WINDOW_MS) {
      before = newest.next();
    }
    long millis = now.at() - before.at();
    // A topic that was made anew begins again at 0.
    long records = Math.max(0, now.records(topic) - before.records(topic));
    return millis == 0 ? 0 : records * 1000.0 / millis;
  }

  /**
   * How long the record at this offset has been there at least; 0 if it is not there.
   *
   * @param next the first offset that is waited for
   */
  long age(String topic, int partition, long next) {
    if (samples.isEmpty()) {
      return 0;
    }
    long now = samples.getLast().at();
    long since = now;
    Iterator<Sample> newest = samples.descendingIterator();
    while (newest.hasNext()) {
      Sample sample = newest.next();
      if (sample.end(topic, partition) <= next) {
        break;
      }
      since = sample.at();
    }
    return now - since;
  }
}
