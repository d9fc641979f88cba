package mostao.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InFlightLimitTest {
  @Test
  void noMoreItemsThanTheMost() {
    InFlightLimit gate = new InFlightLimit(2, 1_000);
    assertThat(gate.enter(1)).isTrue();
    assertThat(gate.enter(1)).isTrue();
    assertThat(gate.enter(1)).isFalse();
    gate.leave(1);
    assertThat(gate.enter(1)).isTrue();
    assertThat(gate.items()).isEqualTo(2);
  }

  @Test
  void noMoreBytesThanTheMost() {
    InFlightLimit gate = new InFlightLimit(100, 10);
    assertThat(gate.enter(6)).isTrue();
    assertThat(gate.enter(5)).isFalse();
    assertThat(gate.enter(4)).isTrue();
    gate.leave(6);
    assertThat(gate.enter(5)).isTrue();
  }
}
