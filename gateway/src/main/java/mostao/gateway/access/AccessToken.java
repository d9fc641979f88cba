package mostao.gateway.access;

import java.util.Objects;

/**
 * A token as it is given.
 *
 * @param text what the wallet shows
 * @param wallet whom it speaks for
 * @param issued Unix milliseconds
 * @param expires Unix milliseconds; from then on it is worth nothing
 */
public record AccessToken(String text, String wallet, long issued, long expires) {
  public AccessToken {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(wallet, "wallet");
  }

  /** Without the text, which is a secret. */
  @Override
  public String toString() {
    return "AccessToken of " + wallet + " until " + expires;
  }
}
