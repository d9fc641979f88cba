package mostao.ao.kafka.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcessKindTest {
  private static final Optional<String> SIGNER = Optional.of("signer");
  private final ProcessKind kind = new ProcessKind("module", "id", SIGNER, true, 1);

  @Test
  void everyPartMakesAKind() {
    assertThat(kind)
        .isEqualTo(new ProcessKind("module", "id", SIGNER, true, 1))
        .hasSameHashCodeAs(new ProcessKind("module", "id", SIGNER, true, 1))
        .isNotEqualTo(new ProcessKind("other", "id", SIGNER, true, 1))
        .isNotEqualTo(new ProcessKind("module", "other", SIGNER, true, 1))
        .isNotEqualTo(new ProcessKind("module", "id", Optional.empty(), true, 1))
        .isNotEqualTo(new ProcessKind("module", "id", SIGNER, false, 1))
        .isNotEqualTo(new ProcessKind("module", "id", SIGNER, true, 2))
        .isNotEqualTo(null);
  }
}
