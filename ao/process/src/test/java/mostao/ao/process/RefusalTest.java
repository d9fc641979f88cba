package mostao.ao.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalTest {
  @Test
  void a_quoted_value_is_cut_between_characters_never_inside_one() {
    assertThat(Refusal.quote("x".repeat(79) + "😀😀")).isEqualTo("'" + "x".repeat(79) + "…'");
    assertThat(Refusal.quote("x".repeat(78) + "😀😀")).isEqualTo("'" + "x".repeat(78) + "😀…'");
    assertThat(Refusal.quote("x".repeat(80))).isEqualTo("'" + "x".repeat(80) + "'");
  }
}
