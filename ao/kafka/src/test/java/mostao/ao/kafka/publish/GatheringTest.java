package mostao.ao.kafka.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class GatheringTest {
  private static final Duration LONG = Duration.ofSeconds(1);

  private final List<List<Integer>> departures = Collections.synchronizedList(new ArrayList<>());

  private Gathering<Integer> gathering(Duration moment, Consumer<List<Integer>> leave) {
    return new Gathering<>("gathering", moment, leave, System::nanoTime);
  }

  @Test
  void oneThatComesAloneLeavesAtOnce() {
    try (Gathering<Integer> gathering = gathering(LONG, departures::add)) {
      gathering.add(1);
      assertThat(departures).containsExactly(List.of(1));
    }
  }

  @Test
  void whatFollowsWithinAMomentLeavesTogetherWhenThatIsOver() {
    long begun = System.nanoTime();
    try (Gathering<Integer> gathering = gathering(LONG, departures::add)) {
      IntStream.rangeClosed(1, 5).forEach(gathering::add);
      assertThat(departures).hasSize(1);
    }
    // Closing waits for it, and hurries nothing that is due so soon.
    assertThat(departures).containsExactly(List.of(1), List.of(2, 3, 4, 5));
    assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(LONG.toNanos());
  }

  @Test
  void afterAPauseTheNextLeavesAtOnceAgain() {
    AtomicLong nanos = new AtomicLong();
    try (Gathering<Integer> gathering =
        new Gathering<>("gathering", LONG, departures::add, nanos::get)) {
      gathering.add(1);
      nanos.addAndGet(LONG.toNanos());
      gathering.add(2);
      assertThat(departures).containsExactly(List.of(1), List.of(2));
      nanos.addAndGet(LONG.toNanos() - 1);
      gathering.add(3);
      assertThat(departures).hasSize(2);
    }
    assertThat(departures).endsWith(List.of(3));
  }

  @RepeatedTest(20)
  void nothingOvertakesWhatCameBefore(RepetitionInfo run) {
    Random random = new Random(run.getCurrentRepetition());
    List<Integer> all = new ArrayList<>();
    Consumer<List<Integer>> leave =
        together -> {
          departures.add(List.copyOf(together));
          for (int i = random.nextInt(20_000); i > 0; i--) {
            Thread.onSpinWait();
          }
        };
    try (Gathering<Integer> gathering = gathering(Duration.ofNanos(50_000), leave)) {
      for (int i = 0; i < 2_000; i++) {
        gathering.add(i);
        all.add(i);
      }
    }
    assertThat(departures.stream().flatMap(List::stream).toList()).isEqualTo(all);
  }

  @Test
  void aFailureDoesNotStopWhatComesLater() throws InterruptedException {
    CountDownLatch failed = new CountDownLatch(1);
    Consumer<List<Integer>> leave =
        together -> {
          departures.add(together);
          if (together.contains(2)) {
            failed.countDown();
            throw new IllegalStateException("a bug");
          }
        };
    try (Gathering<Integer> gathering = gathering(LONG, leave)) {
      gathering.add(1);
      gathering.add(2);
      assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
      gathering.add(3);
    }
    assertThat(departures).containsExactly(List.of(1), List.of(2), List.of(3));
  }

  @Test
  void whatIsAddedBehindTheEndLeavesAlone() {
    Gathering<Integer> gathering = gathering(LONG, departures::add);
    gathering.add(1);
    gathering.close();
    gathering.add(2);
    assertThat(departures).containsExactly(List.of(1), List.of(2));
  }
}
