package mostao.ao.kafka.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplingTest {
  private final AtomicLong clock = new AtomicLong();

  @Test
  void aShareIsRecorded() {
    Queue<Double> random = new ArrayDeque<>(List.of(0.0, 0.24, 0.25, 0.9));
    Sampling quarter = new Sampling(0.25, 100, random::remove, clock::get);
    assertThat(IntStream.range(0, 4).mapToObj(i -> quarter.next()))
        .containsExactly(true, true, false, false);
    assertThat(new Sampling(0, 100, () -> 0, clock::get).next()).isFalse();
    assertThat(new Sampling(1, 100, () -> 0.999999, clock::get).next()).isTrue();
  }

  @Test
  void noMoreThanSoManyInASecond() {
    Sampling all = new Sampling(1, 2, () -> 0, clock::get);
    assertThat(IntStream.range(0, 4).mapToObj(i -> all.next()))
        .containsExactly(true, true, false, false);
    clock.set(999_999_999);
    assertThat(all.next()).isFalse();
    clock.set(1_000_000_000);
    assertThat(all.next()).isTrue();
    assertThat(new Sampling(1, 0, () -> 0, clock::get).next()).isFalse();
  }

  @Test
  void aRatioThatIsNoneIsRefused() {
    for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> new Sampling(wrong, 1, () -> 0, clock::get))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("mostao.trace.ratio");
    }
  }
}
