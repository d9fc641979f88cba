package mostao.client.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongPredicate;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What became of the questions of a run. Thread-safe. */
final class Answers {
  /** Of an answer that is not what was asked for. */
  static final String WRONG = "wrong answer";

  private static final int DIGITS = 3;

  private final LongPredicate counts;
  private final LongAdder asked = new LongAdder();
  private final LongAdder answered = new LongAdder();
  private final LongAdder right = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final Histogram late = new ConcurrentHistogram(DIGITS);
  private final Map<Read, Histogram> times = new ConcurrentHashMap<>();
  private final Map<String, Long> refusals = new ConcurrentHashMap<>();

  /**
   * @param counts whether the times of what was due at a moment are kept
   */
  Answers(LongPredicate counts) {
    this.counts = counts;
  }

  /** All times by {@link System#nanoTime}. */
  void asking(long due, long now) {
    asked.increment();
    if (counts.test(due)) {
      late.recordValue(Math.max(0, now - due));
    }
  }

  void right(Read read, long due, long now, int size) {
    answered.increment();
    right.increment();
    bytes.add(size);
    if (counts.test(due)) {
      times
          .computeIfAbsent(read, first -> new ConcurrentHistogram(DIGITS))
          .recordValue(Math.max(0, now - due));
    }
  }

  void refused(String why) {
    answered.increment();
    refusals.merge(why, 1L, Long::sum);
  }

  long asked() {
    return asked.sum();
  }

  long right() {
    return right.sum();
  }

  long underWay() {
    return asked.sum() - answered.sum();
  }

  /** Of a right answer, in the mean. */
  long meanBytes() {
    return bytes.sum() / Math.max(1, right.sum());
  }

  Percentiles late() {
    return Percentiles.of(late);
  }

  Map<String, Percentiles> times() {
    Map<String, Percentiles> all = new TreeMap<>();
    times.forEach((read, nanos) -> all.put(read.action(), Percentiles.of(nanos)));
    return all;
  }

  Map<String, Long> refusals() {
    return new TreeMap<>(refusals);
  }
}
