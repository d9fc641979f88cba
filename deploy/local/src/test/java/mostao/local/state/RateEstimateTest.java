package mostao.local.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateEstimateTest {
  private final RateEstimate pace = new RateEstimate();

  @Test
  void nothingIsSaidOfTheRestWhileNothingMoves() {
    assertThat(pace.perSecond()).isZero();
    second(0, 0);
    second(2, 0);
    assertThat(pace.until(100)).isEmpty();
  }

  @Test
  void theRestTakesAsLongAsThePaceOfTheLastSecondsSays() {
    second(0, 0);
    second(10, 10);
    second(20, 20);
    second(25, 5_020);
    second(30, 10_020);
    second(35, 15_020);
    second(40, 20_020);
    assertThat(pace.perSecond()).isEqualTo(1_000);
    assertThat(pace.until(50_020)).contains(Duration.ofSeconds(30));
    assertThat(pace.until(20_020)).contains(Duration.ZERO);
  }

  private void second(long second, long count) {
    pace.at(Duration.ofSeconds(second).toNanos(), count);
  }
}
