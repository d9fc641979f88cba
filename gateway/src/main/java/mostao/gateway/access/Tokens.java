package mostao.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;

/**
 * Makes and checks tokens: {@code mao1.<key id>.<wallet>.<issued>.<expires>.<MAC>}, times in Unix
 * milliseconds, the MAC (HMAC-SHA-256, base64url) over everything before it. A client that reads
 * one learns no secret but the token itself. Thread-safe, never blocks.
 */
public final class Tokens {
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final String VERSION = "mao1";
  private static final int MOST_CHARACTERS = 512;
  private static final String[] NONE = {};
  private static final Pattern SPACE = Pattern.compile("\\s");
  private static final String AGAIN = "; get a new one with POST /access";

  private final Supplier<Optional<AccessKey>> keys;
  private final Clock clock;
  private final long lifetimeMs;

  /**
   * @throws IllegalArgumentException when the lifetime is not from 1 second to 24 hours
   */
  public Tokens(AccessKeys keys, Clock clock, Duration lifetime) {
    this(keys::current, clock, lifetime);
  }

  Tokens(Supplier<Optional<AccessKey>> keys, Clock clock, Duration lifetime) {
    if (lifetime.toSeconds() < 1 || lifetime.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "mostao.access.lifetime is " + lifetime + ": set it from 1s to 24h");
    }
    this.keys = keys;
    this.clock = clock;
    this.lifetimeMs = lifetime.toMillis();
  }

  /**
   * The token of a wallet. The same wallet and time give the same token, so that a captured access
   * item can't make it last longer.
   *
   * @param issued Unix milliseconds, counted from
   */
  Reply<AccessToken> issue(String wallet, long issued) {
    long expires = issued + lifetimeMs;
    Optional<AccessKey> key = keys.get();
    if (key.isEmpty()) {
      return Reply.denied(ApiError.accessUnavailable());
    }
    if (expires <= clock.millis()) {
      return Reply.denied(
          ApiError.staleProof(
              "Tag 'Timestamp': a token of "
                  + issued
                  + " would have expired at "
                  + expires
                  + " already, with mostao.access.lifetime of "
                  + lifetimeMs
                  + " ms: sign it again"));
    }
    String said = String.join(".", VERSION, key.get().id(), wallet, "" + issued, "" + expires);
    return Reply.given(new AccessToken(said + "." + key.get().mac(said), wallet, issued, expires));
  }

  /**
   * Whom a request's {@code Authorization} header speaks for.
   *
   * @return empty without such a header or with another scheme than Bearer; the refusal of an
   *     invalid, expired or revoked token
   */
  public Reply<Optional<String>> wallet(Optional<String> authorization) {
    return authorization
        .flatMap(Tokens::bearer)
        .map(token -> check(token).then(wallet -> Reply.given(Optional.of(wallet))))
        .orElseGet(() -> Reply.given(Optional.empty()));
  }

  private static Optional<String> bearer(String header) {
    String text = header.strip();
    String scheme = SPACE.split(text, 2)[0].toLowerCase(Locale.ROOT);
    return scheme.equals("bearer") ? Optional.of(text.substring(6).strip()) : Optional.empty();
  }

  /** Errors do not quote the token: it may be a secret of another system. */
  private Reply<String> check(String token) {
    String[] parts = token.length() > MOST_CHARACTERS ? NONE : token.split("\\.", -1);
    if (!isToken(parts)) {
      return Reply.denied(
          ApiError.invalidToken(
              "the Authorization header holds no access token of this gateway; get one (mao1.…)"
                  + " with POST /access"));
    }
    String said = token.substring(0, token.lastIndexOf('.'));
    Optional<AccessKey> key = keys.get();
    if (key.isEmpty()) {
      return Reply.denied(ApiError.accessUnavailable());
    }
    if (!key.get().id().equals(parts[1])) {
      return Reply.denied(
          ApiError.invalidToken(
              "the access token was made with key "
                  + parts[1]
                  + ", which was replaced (that revokes its tokens) or is another deployment's"
                  + AGAIN));
    }
    if (!equal(key.get().mac(said), parts[5])) {
      return Reply.denied(
          ApiError.invalidToken("the access token was altered: its MAC does not fit" + AGAIN));
    }
    long expires = Long.parseLong(parts[4]);
    long now = clock.millis();
    return now < expires
        ? Reply.given(parts[2])
        : Reply.denied(
            ApiError.invalidToken(
                "the access token expired at " + expires + ", it is " + now + " now" + AGAIN));
  }

  private static boolean isToken(String[] parts) {
    return parts.length == 6
        && parts[0].equals(VERSION)
        && is(parts[1], 11, 11, Tokens::isBase64Url)
        && is(parts[2], 1, 64, Tokens::isBase64Url)
        && is(parts[3], 1, 15, Tokens::isDigit)
        && is(parts[4], 1, 15, Tokens::isDigit)
        && is(parts[5], 43, 43, Tokens::isBase64Url);
  }

  private static boolean is(String part, int least, int most, IntPredicate character) {
    return part.length() >= least && part.length() <= most && part.chars().allMatch(character);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isBase64Url(int c) {
    return isDigit(c) || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-' || c == '_';
  }

  private static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
  }
}
