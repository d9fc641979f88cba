package mostao.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.stack.TestWallets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  private static final long NOW = 1_731_234_567_123L;
  private static final String WALLET = "wTw1sG3hjqcMEoyMRSZ7U9JvJb0ePnJ1tPQ7Mzm7VqA";
  private static final String ETHEREUM = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

  private final AccessKey key = TestTokens.key(1);

  @ParameterizedTest
  @ValueSource(strings = {WALLET, ETHEREUM})
  void whoShowsATokenIsItsWallet(String wallet) {
    assertThat(at(NOW).wallet(bearer(token(wallet)))).isEqualTo(Reply.given(Optional.of(wallet)));
  }

  @Test
  void aTokenIsGoodUntilItExpiresAndNotAMillisecondLonger() {
    String token = token(WALLET);
    long expires = NOW + TestTokens.LIFETIME.toMillis();
    assertThat(at(expires - 1).wallet(bearer(token))).isInstanceOf(Reply.Given.class);
    ApiError refused = denied(at(expires), token);
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.code()).isEqualTo("InvalidToken");
    assertThat(refused.error()).contains("expired").contains("/access").doesNotContain(token);
  }

  @Test
  void replacingTheKeyRevokesEveryOlderToken() {
    ApiError refused = denied(TestTokens.of(TestTokens.key(2), clock(NOW)), token(WALLET));
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.error()).contains("revokes").contains("/access");
  }

  @Test
  void aTokenOfAnotherDeploymentIsRefusedEvenWithTheSameKeyFile() {
    AccessKey other = AccessKey.of(TestTokens.secret(1), TestWallets.signer(2).address());
    assertThat(denied(TestTokens.of(other, clock(NOW)), token(WALLET)).status()).isEqualTo(401);
  }

  @Test
  void nothingInATokenCanBeChanged() {
    String token = token(WALLET);
    String[] parts = token.split("\\.");
    for (int part = 2; part < parts.length; part++) {
      String[] altered = parts.clone();
      char first = altered[part].charAt(0);
      altered[part] = (first == '2' ? '3' : '2') + altered[part].substring(1);
      ApiError refused = denied(at(NOW), String.join(".", altered));
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.error()).contains("altered");
    }
    // The last character of a MAC holds four bits: another with the same four is another text.
    for (char last :
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
      String altered = token.substring(0, token.length() - 1) + last;
      assertThat(at(NOW).wallet(bearer(altered)) instanceof Reply.Given)
          .isEqualTo(altered.equals(token));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer",
        "Bearer ",
        "bearer x",
        "BEARER mao1....",
        "Bearer mao2.a.b.1.2.c",
        "Bearer  a b c",
        "Bearer eyJhbGciOiJub25lIn0.e30.",
        "Bearer \u0000\uFFFF",
      })
  void whatIsNoTokenIsRefusedWithASentence(String header) {
    Reply<Optional<String>> answer = at(NOW).wallet(Optional.of(header));
    assertThat(answer.fold(given -> "", ApiError::code)).isEqualTo("InvalidToken");
    assertThat(answer.fold(given -> "", ApiError::error)).contains("/access");
  }

  @Test
  void aLongHeaderIsRefusedAtOnce() {
    assertThat(denied(at(NOW), token(WALLET) + "A".repeat(100_000)).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "Basic YTpi", "Bearerx y", "DPoP a"})
  void whoShowsNoTokenIsNobody(String header) {
    assertThat(at(NOW).wallet(Optional.of(header))).isEqualTo(Reply.given(Optional.empty()));
    assertThat(at(NOW).wallet(Optional.empty())).isEqualTo(Reply.given(Optional.empty()));
  }

  @Test
  void theSameItemGivesTheSameTokenHoweverLate() {
    assertThat(TestTokens.text(at(NOW + 60_000).issue(WALLET, NOW))).isEqualTo(token(WALLET));
    assertThat(at(NOW + TestTokens.LIFETIME.toMillis()).issue(WALLET, NOW))
        .isInstanceOf(Reply.Denied.class);
  }

  @Test
  void withoutAKeyNoTokenIsTakenOrGiven() {
    Tokens tokens = new Tokens(Optional::empty, clock(NOW), TestTokens.LIFETIME);
    assertThat(denied(tokens, token(WALLET)).status()).isEqualTo(503);
    assertThat(tokens.issue(WALLET, NOW)).isInstanceOf(Reply.Denied.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1H", "PT24H1S", "PT0.5S"})
  void aLifetimeOutOfBoundsIsRefusedAtStart(String lifetime) {
    assertThatThrownBy(
            () -> new Tokens(() -> Optional.of(key), clock(NOW), Duration.parse(lifetime)))
        .hasMessageContaining("mostao.access.lifetime")
        .hasMessageContaining("24h");
  }

  @Test
  void noTextOfOursHoldsASecret() {
    AccessToken token = ((Reply.Given<AccessToken>) at(NOW).issue(WALLET, NOW)).value();
    assertThat(token.toString()).doesNotContain(token.text());
    assertThat(key.toString()).isEqualTo("AccessKey " + key.id());
  }

  private String token(String wallet) {
    return TestTokens.text(at(NOW).issue(wallet, NOW));
  }

  private Tokens at(long now) {
    return TestTokens.of(key, clock(now));
  }

  private static Clock clock(long now) {
    return Clock.fixed(Instant.ofEpochMilli(now), ZoneOffset.UTC);
  }

  private static Optional<String> bearer(String token) {
    return Optional.of("Bearer " + token);
  }

  private static ApiError denied(Tokens tokens, String token) {
    Reply<Optional<String>> answer = tokens.wallet(bearer(token));
    assertThat(answer).isInstanceOf(Reply.Denied.class);
    return ((Reply.Denied<Optional<String>>) answer).refused();
  }
}
