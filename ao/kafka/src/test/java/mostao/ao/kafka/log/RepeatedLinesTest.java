package mostao.ao.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class RepeatedLinesTest {
  private static final String KAFKA = "org.apache.kafka.clients.NetworkClient";

  private final AtomicLong clock = new AtomicLong();
  private final Queue<Runnable> later = new ArrayDeque<>();
  private final List<String> ends = new ArrayList<>();
  private final RepeatedLines filter =
      new RepeatedLines(LogRecord::getMessage, clock::get, later::add, ends::add);

  private boolean isSaid(String logger, String text) {
    return isSaid(logger, Level.WARNING, text, null);
  }

  private boolean isSaid(String logger, Level level, String text, Throwable thrown) {
    LogRecord line = new LogRecord(level, text);
    line.setLoggerName(logger);
    line.setThrown(thrown);
    return filter.isLoggable(line);
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  @Test
  void aStateIsOneLineWhenItBeginsAndOneWhenItEnds() {
    assertThat(isSaid(KAFKA, "Connection to node -1 could not be established")).isTrue();
    for (int i = 0; i < 500; i++) {
      pass(Duration.ofSeconds(1));
      assertThat(isSaid(KAFKA, "Connection to node " + i + " could not be established")).isFalse();
      if (later.size() > 1) {
        later.remove().run();
      }
    }
    assertThat(later).hasSize(1);
    later.remove().run();
    assertThat(ends).isEmpty();

    pass(Duration.ofMinutes(1));
    later.remove().run();
    assertThat(ends)
        .containsExactly(
            "Not said in the last minute, but 500 more times before: Connection to node -1 could"
                + " not be established");
    assertThat(later).isEmpty();
    assertThat(isSaid(KAFKA, "Connection to node 7 could not be established")).isTrue();
  }

  @Test
  void aStateThatBeginsAgainLaterIsSaid() {
    assertThat(isSaid(KAFKA, "the broker is away")).isTrue();
    pass(Duration.ofHours(5));
    assertThat(isSaid(KAFKA, "the broker is away")).isTrue();
    assertThat(isSaid(KAFKA, "the broker is away")).isFalse();
    pass(Duration.ofMinutes(1));
    // Before anybody looked whether it had ended.
    assertThat(isSaid(KAFKA, "the broker is away")).isTrue();
  }

  @Test
  void theSameWithAnotherLevelOrExceptionIsAnotherLine() {
    assertThat(isSaid(KAFKA, Level.WARNING, "it failed", null)).isTrue();
    assertThat(isSaid(KAFKA, Level.SEVERE, "it failed", null)).isTrue();
    assertThat(isSaid(KAFKA, Level.SEVERE, "it failed", new IllegalStateException("a"))).isTrue();
    assertThat(isSaid(KAFKA, Level.SEVERE, "it failed", new IllegalStateException("b"))).isTrue();
    assertThat(isSaid(KAFKA, Level.SEVERE, "it failed", new IllegalStateException("b"))).isFalse();
  }

  @Test
  void longLinesThatDifferAtTheirEndAreSaidAndAreShownInTheirBeginning() {
    String begins = "x".repeat(100_000);
    assertThat(isSaid(KAFKA, begins + " one")).isTrue();
    assertThat(isSaid(KAFKA, begins + " two")).isTrue();
    assertThat(isSaid(KAFKA, begins + " two")).isFalse();
    pass(Duration.ofMinutes(1));
    later.remove().run();
    assertThat(ends)
        .containsExactly(
            "Not said in the last minute, but 1 more times before: " + "x".repeat(400) + "…");
  }

  @Test
  void whatIsSaidTheWholeTimeIsNotForgottenForOthers() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(isSaid(KAFKA, "the broker is away")).isEqualTo(i == 0);
      assertThat(isSaid(KAFKA, "line " + Character.toString('a' + i))).isTrue();
    }
  }

  @Test
  void anotherLineIsSaid() {
    assertThat(isSaid("io.smallrye.health", "down, 1 waits")).isTrue();
    assertThat(isSaid("io.smallrye.health", "down, the database is away")).isTrue();
    assertThat(isSaid(KAFKA, "down, 1 waits")).isTrue();
    assertThat(isSaid("io.smallrye.health", "down, 2 waits")).isFalse();
  }

  @Test
  void ofOurOwnNothingIsLeftOut() {
    for (int i = 0; i < 3; i++) {
      assertThat(isSaid("mostao.inbox", "the same")).isTrue();
      assertThat(isSaid(null, "the same")).isTrue();
    }
    assertThat(later).isEmpty();
  }

  @Test
  void itRemembersSoManyLinesAndNoMore() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(isSaid(KAFKA, "line " + Character.toString('a' + i))).isTrue();
    }
    assertThat(isSaid(KAFKA, "line a")).isTrue();
    assertThat(isSaid(KAFKA, "line " + Character.toString('a' + 999))).isFalse();
  }
}
