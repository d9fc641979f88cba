package mostao.ao.ans104;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One text for any bytes, and back. */
class Base64UrlTest {
  private static final String ID = "-_".repeat(21) + "8";

  @Test
  void anyBytesComeBack() {
    Random random = new Random(64);
    for (int length = 0; length < 200; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      String text = Base64Url.encode(bytes);
      assertThat(text).isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
      assertThat(Base64Url.decode(text)).hasValue(bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"A", "AA==", "AAA=", "AB", "AAB", "A+AA", "A/AA", "AAA A", "AAAA\n", "é", "AAAAA"})
  void textThatIsNotTheOneEncodingIsRefused(String text) {
    assertThat(Base64Url.decode(text)).isEmpty();
  }

  @Test
  void onlyCanonicalTextIsEverDecoded() {
    Random random = new Random(65);
    String characters = "ABab01-_Zz9=+/ ";
    int decoded = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(7); n > 0; n--) {
        text.append(characters.charAt(random.nextInt(characters.length())));
      }
      if (Base64Url.decode(text.toString()).isPresent()) {
        assertThat(Base64Url.encode(Base64Url.decode(text.toString()).get()))
            .isEqualTo(text.toString());
        decoded++;
      }
    }
    assertThat(decoded).isGreaterThan(1000);
  }

  @Test
  void idIs32BytesCanonically() {
    assertThat(Base64Url.isId(ID)).isTrue();
    assertThat(Base64Url.decode(ID).orElseThrow()).hasSize(32);
    assertThat(Base64Url.isId(ID.substring(1))).isFalse();
    assertThat(Base64Url.isId(ID + "A")).isFalse();
    assertThat(Base64Url.isId(ID.substring(0, 42) + "9")).isFalse();
    assertThat(Base64Url.isId(ID.substring(0, 42) + "=")).isFalse();
    assertThat(Base64Url.isId("")).isFalse();
  }
}
