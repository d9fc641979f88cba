package mostao.gateway.graphql;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * What a client is answered.
 *
 * @param status of HTTP
 * @param json the body
 * @param retryAfterSeconds when asking again may help
 */
public record Reply(int status, String json, OptionalInt retryAfterSeconds) {
  public Reply {
    Objects.requireNonNull(json, "json");
    Objects.requireNonNull(retryAfterSeconds, "retryAfterSeconds");
  }
}
