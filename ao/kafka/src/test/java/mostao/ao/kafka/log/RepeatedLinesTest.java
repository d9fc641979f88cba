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
    LogRecord line = new LogRecord(Level.WARNING, text);
    line.setLoggerName(logger);
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
