package mostao.gateway.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private static final String TOPIC = "ao.handle.inbox";

  private final Samples samples = new Samples();

  private void at(long millis, long... ends) {
    Map<Integer, Long> partitions = new HashMap<>();
    for (int i = 0; i < ends.length; i++) {
      partitions.put(i, ends[i]);
    }
    samples.add(millis, Map.of(TOPIC, partitions));
  }

  @Test
  void withoutALookNothingIsKnown() {
    assertThat(samples.perSecond(TOPIC)).isZero();
    assertThat(samples.age(TOPIC, 0, 0)).isZero();
    at(1_000, 7);
    assertThat(samples.perSecond(TOPIC)).isZero();
  }

  @Test
  void aRateIsThatOfTheLastSeconds() {
    at(0, 0, 0);
    at(10_000, 1_000, 1_000);
    for (int second = 11; second <= 16; second++) {
      at(second * 1_000L, 1_000, 1_000 + (second - 10) * 20L);
    }
    assertThat(samples.perSecond(TOPIC)).isEqualTo(20);
  }

  @Test
  void aTopicThatWasMadeAnewHasNoNegativeRate() {
    at(0, 500);
    at(6_000, 3);
    assertThat(samples.perSecond(TOPIC)).isZero();
  }

  @Test
  void aRecordIsAsOldAsTheFirstLookThatSawIt() {
    at(0, 5);
    at(1_000, 6);
    at(2_000, 9);
    at(3_000, 9);
    assertThat(samples.age(TOPIC, 0, 9)).as("nothing waits").isZero();
    assertThat(samples.age(TOPIC, 0, 6)).isEqualTo(1_000);
    assertThat(samples.age(TOPIC, 0, 5)).isEqualTo(2_000);
    assertThat(samples.age(TOPIC, 0, 2)).as("longer than anybody has looked").isEqualTo(3_000);
  }

  @Test
  void ofATimeInWhichNobodyLookedNothingIsSaid() {
    at(0, 5);
    at(60_000, 9);
    assertThat(samples.age(TOPIC, 0, 5)).isZero();
    assertThat(samples.perSecond(TOPIC)).isZero();
  }
}
