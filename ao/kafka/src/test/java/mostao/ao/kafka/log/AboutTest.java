package mostao.ao.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AboutTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @Test
  void whatIsKnownOfTheMessageStandsBesideALine() {
    Optional<byte[]> context =
        Optional.of(("00-" + TRACE + "-00f067aa0ba902b7-01").getBytes(StandardCharsets.US_ASCII));
    assertThat(About.message("m", "p", context).fields())
        .isEqualTo(Map.of("message-id", "m", "process-id", "p", "trace-id", TRACE));
    assertThat(About.message(null, "p", Optional.of(new byte[3])).fields())
        .isEqualTo(Map.of("process-id", "p"));
    assertThat(About.message("", null, Optional.empty()).fields()).isEmpty();
  }

  @Test
  void whatIsNoIdDoesNoHarm() {
    assertThat(About.message("a\n\"b", "x".repeat(500), Optional.empty()).fields())
        .isEqualTo(Map.of("message-id", "a?\"b", "process-id", "x".repeat(64) + "…"));
  }
}
