package mostao.gateway.access;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import mostao.gateway.answer.Reply;
import mostao.gateway.stack.TestWallets;

/** Tokens with fixed keys, without a file. */
public final class TestTokens {
  static final Duration LIFETIME = Duration.ofHours(1);

  private TestTokens() {}

  /** Those of the test's authority, at the real time. */
  public static Tokens now() {
    return of(key(1), Clock.systemUTC());
  }

  /** The header of a request that shows a token of {@link #now}. */
  public static Optional<String> header(String wallet) {
    return Optional.of("Bearer " + text(now().issue(wallet, Clock.systemUTC().millis())));
  }

  static Tokens of(AccessKey key, Clock clock) {
    return new Tokens(() -> Optional.of(key), clock, LIFETIME);
  }

  static AccessKey key(int secret) {
    return AccessKey.of(secret(secret), TestWallets.signer(1).address());
  }

  static byte[] secret(int number) {
    byte[] secret = new byte[AccessKey.SECRET_BYTES];
    Arrays.fill(secret, (byte) number);
    return secret;
  }

  static String text(Reply<AccessToken> answer) {
    return ((Reply.Given<AccessToken>) answer).value().text();
  }
}
