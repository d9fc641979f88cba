package mostao.local.state;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * How fast a count has grown of late: a rebuild begins slowly, and its end is what people want to
 * know. Used by one thread.
 */
final class RateEstimate {
  private static final long SPAN_NANOS = Duration.ofSeconds(15).toNanos();

  private record Look(long nanos, long count) {}

  private final Deque<Look> looks = new ArrayDeque<>();

  /** A look at the count; times and counts never run backwards. */
  void at(long nanos, long count) {
    while (looks.size() > 1 && nanos - looks.peekFirst().nanos > SPAN_NANOS) {
      looks.removeFirst();
    }
    looks.addLast(new Look(nanos, count));
  }

  double perSecond() {
    if (looks.size() < 2) {
      return 0;
    }
    Look first = looks.peekFirst();
    Look last = looks.peekLast();
    return (last.count - first.count) * 1e9 / Math.max(1, last.nanos - first.nanos);
  }

  /** How long the rest takes at this pace; nothing while nothing moves. */
  Optional<Duration> until(long end) {
    double pace = perSecond();
    return pace == 0
        ? Optional.empty()
        : Optional.of(
            Duration.ofSeconds(Math.max(0, Math.round((end - looks.peekLast().count) / pace))));
  }
}
