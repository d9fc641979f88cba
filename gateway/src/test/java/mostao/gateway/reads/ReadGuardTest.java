package mostao.gateway.reads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import mostao.gateway.directory.Listed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadGuardTest {
  @ParameterizedTest
  @ValueSource(strings = {"handle", "session", "anything-new"})
  void whatMayBePrivateIsNotListedToStrangers(String module) {
    ReadGuard guard = new ReadGuard(false);
    assertThat(guard.refuse(listed(module), Optional.empty()))
        .hasValueSatisfying(refused -> assertThat(refused.status()).isEqualTo(403));
    assertThat(guard.refuse(listed(module), Optional.of("Bearer made-up"))).isPresent();
    assertThat(new ReadGuard(true).refuse(listed(module), Optional.empty())).isEmpty();
  }

  @Test
  void theRegistryIsOpen() {
    assertThat(new ReadGuard(false).refuse(listed("registry"), Optional.empty())).isEmpty();
  }

  private static Listed listed(String module) {
    return new Listed("p", module, "m", "o");
  }
}
