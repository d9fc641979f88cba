package mostao.messenger.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import mostao.ao.signer.ItemSigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignersTest {
  private static final String ADDRESS = TestAuthority.authority().address();

  @TempDir private Path folder;

  private record Given(
      Optional<String> keyFile,
      Optional<String> socket,
      Optional<String> address,
      Duration timeout,
      int inFlight)
      implements AuthoritySettings {
    static Given of(String keyFile, String socket, String address) {
      return new Given(
          Optional.ofNullable(keyFile),
          Optional.ofNullable(socket),
          Optional.ofNullable(address),
          Duration.ofSeconds(5),
          64);
    }

    Given inFlight(int items) {
      return new Given(keyFile, socket, address, timeout, items);
    }

    Given timeout(Duration limit) {
      return new Given(keyFile, socket, address, limit, inFlight);
    }
  }

  @Test
  void aKeyFileSignsHere() {
    String file = folder.resolve("authority.json").toString();
    try (ItemSigner signer = Signers.of(Given.of(file, null, null))) {
      assertThat(signer.answers()).isTrue();
      Signers.of(Given.of(file, null, signer.address())).close();
    }
    assertRefused(
        Given.of(file, null, ADDRESS), "mostao.authority.key-file", "mostao.authority.address");
  }

  /** It may come later than the messenger. */
  @Test
  void aSocketNeedsNoSignerYet() {
    Given given = Given.of(null, folder.resolve("s").toString(), ADDRESS);
    for (int items : new int[] {1, 128}) {
      try (ItemSigner signer = Signers.of(given.inFlight(items))) {
        assertThat(signer.address()).isEqualTo(ADDRESS);
        assertThat(signer.answers()).isFalse();
      }
    }
  }

  @Test
  void settingsThatContradictEachOtherAreNamed() {
    Path file = folder.resolve("authority.json");
    assertRefused(
        Given.of(file.toString(), "s", ADDRESS),
        "mostao.authority.key-file and mostao.authority.socket are both set");
    assertThat(Files.exists(file)).isFalse();
    assertRefused(Given.of(null, "s", null), "mostao.authority.address is not set");
    assertRefused(Given.of(null, "s", "me"), "mostao.authority.address is 'me'");
    Given given = Given.of(null, "s", ADDRESS);
    assertRefused(given.inFlight(0), "mostao.authority.in-flight is 0");
    assertRefused(given.inFlight(129), "mostao.authority.in-flight is 129");
    assertRefused(given.timeout(Duration.ZERO), "mostao.authority.timeout");
  }

  private static void assertRefused(Given given, String... says) {
    assertThatThrownBy(() -> Signers.of(given))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(says)
        .doesNotContain("\n");
  }
}
