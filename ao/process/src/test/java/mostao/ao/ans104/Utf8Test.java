package mostao.ao.ans104;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
  private static final char[] PARTS = {'a', '?', 'ü', '\u20ac', '\ud83d', '\ude00', '\ufffd', 0};

  /** Of texts of all that matters, in any order. */
  @Test
  void whatIsHalfASurrogatePairAndNothingElseIsRefused() {
    Random random = new Random(3);
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(6); length > 0; length--) {
        text.append(PARTS[random.nextInt(PARTS.length)]);
      }
      boolean isWhole = StandardCharsets.UTF_8.newEncoder().canEncode(text);
      assertThat(Utf8.encode(text.toString()).isPresent()).as("%s", text).isEqualTo(isWhole);
      if (isWhole) {
        assertThat(Utf8.encode(text.toString()).orElseThrow())
            .isEqualTo(text.toString().getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
