package mostao.gateway.graphql;

import java.util.Objects;
import java.util.Optional;
import mostao.gateway.answer.Refused;

/**
 * What a client is answered.
 *
 * @param json the body
 * @param refused why not everything that was asked for is in there, if it isn't
 */
public record Reply(String json, Optional<Refused> refused) {
  private static final int OK = 200;

  public Reply {
    Objects.requireNonNull(json, "json");
    Objects.requireNonNull(refused, "refused");
  }

  /** Of HTTP. */
  public int status() {
    return refused.map(Refused::status).orElse(OK);
  }
}
