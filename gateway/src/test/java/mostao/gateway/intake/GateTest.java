package mostao.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GateTest {
  @Test
  void noMoreItemsThanTheMost() {
    Gate gate = new Gate(2, 1_000);
    assertThat(gate.enter(1)).isTrue();
    assertThat(gate.enter(1)).isTrue();
    assertThat(gate.enter(1)).isFalse();
    gate.leave(1);
    assertThat(gate.enter(1)).isTrue();
    assertThat(gate.items()).isEqualTo(2);
  }

  @Test
  void noMoreBytesThanTheMost() {
    Gate gate = new Gate(100, 10);
    assertThat(gate.enter(6)).isTrue();
    assertThat(gate.enter(5)).isFalse();
    assertThat(gate.enter(4)).isTrue();
    gate.leave(6);
    assertThat(gate.enter(5)).isTrue();
  }
}
