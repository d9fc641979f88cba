package mostao.ao.turn;

import static org.assertj.core.api.Assertions.assertThat;

import mostao.ao.turn.Store.MessageKey;
import org.junit.jupiter.api.Test;

class MessageKeyTest {
  private final MessageKey key = new MessageKey("process", "message");

  @Test
  void bothPartsMakeAKey() {
    assertThat(key)
        .isEqualTo(new MessageKey("process", "message"))
        .hasSameHashCodeAs(new MessageKey("process", "message"))
        .isNotEqualTo(new MessageKey("other", "message"))
        .isNotEqualTo(new MessageKey("process", "other"))
        .isNotEqualTo(new MessageKey("message", "process"))
        .isNotEqualTo(null);
  }
}
