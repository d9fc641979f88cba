package mostao.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;

/**
 * A gateway gives it to a wallet, which shows it instead of signing every read.
 *
 * @param text a secret
 * @param wallet whom it speaks for
 * @param expires from then on it is worth nothing
 */
public record AccessToken(String text, String wallet, Instant expires) {
  static AccessToken of(JsonNode json) throws IOException {
    String text = json.path("access_token").asText("");
    if (text.isEmpty() || !json.path("expires_at").canConvertToLong()) {
      throw new IOException("the gateway's answer holds no access token");
    }
    return new AccessToken(
        text,
        json.path("wallet").asText(""),
        Instant.ofEpochMilli(json.path("expires_at").longValue()));
  }

  /** The origin of a gateway as browsers write it: without the port that its scheme implies. */
  static String origin(URI gateway) {
    String scheme = gateway.getScheme().toLowerCase(Locale.ROOT);
    int implied = scheme.equals("http") ? 80 : 443;
    String port =
        gateway.getPort() < 0 || gateway.getPort() == implied ? "" : ":" + gateway.getPort();
    return scheme + "://" + gateway.getHost().toLowerCase(Locale.ROOT) + port;
  }

  /** As the {@code Authorization} of a request shows it. */
  public String header() {
    return "Bearer " + text;
  }

  /** Without the text. */
  @Override
  public String toString() {
    return "AccessToken of " + wallet + " until " + expires;
  }
}
