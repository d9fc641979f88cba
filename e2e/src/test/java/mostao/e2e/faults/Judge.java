package mostao.e2e.faults;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Says whether the invariants hold, from outside: from the topics and the databases, never from
 * what a service says of itself.
 */
final class Judge {
  /** I7: how long after the end of a fault everything may take to be done. */
  static final Duration RECOVERY = Duration.ofSeconds(60);

  private static final int SHOWN = 20;

  private Judge() {}

  /**
   * Deliberate effects of a test, which are not findings.
   *
   * @param deadLetters how many records become dead letters
   * @param failed how many evaluations end with an Error
   */
  record Expected(int deadLetters, int failed) {
    static final Expected NOTHING = new Expected(0, 0);
  }

  /**
   * The numbers of things examined.
   *
   * @param evaluations since the judge looked last, over all services
   * @param accepted messages of the load
   * @param drained how long it took until nothing lagged
   */
  record Verdict(long evaluations, long accepted, Duration drained) {}

  /** As {@link #settle(Load, Expected)}, when nothing odd was done on purpose. */
  static Verdict settle(Load load) throws InterruptedException {
    return settle(load, Expected.NOTHING);
  }

  /**
   * Stops the load, if it isn't stopped, waits until no consumer group lags, and checks everything
   * that happened since the judge looked last.
   *
   * @throws AssertionError with what does not hold
   */
  static Verdict settle(Load load, Expected expected) throws InterruptedException {
    load.stop();
    long begun = System.nanoTime();
    Lag.awaitNone(RECOVERY);
    Duration drained = Duration.ofNanos(System.nanoTime() - begun);
    try {
      TopicTrace trail = TopicTrace.sinceTheLast();
      Findings findings = new Findings(trail, expected);
      findings.check(load);
      Histories.check(load, findings);
      List<String> problems = findings.problems();
      if (!problems.isEmpty()) {
        throw new AssertionError(
            problems.size()
                + " findings, such as:\n  "
                + String.join("\n  ", problems.subList(0, Math.min(SHOWN, problems.size()))));
      }
      Verdict verdict = new Verdict(trail.evaluated.size(), load.accepted(), drained);
      LoadRecord.judged(verdict);
      return verdict;
    } catch (SQLException broken) {
      throw new AssertionError("the databases can't be read", broken);
    }
  }
}
