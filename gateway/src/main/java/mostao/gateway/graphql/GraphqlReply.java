package mostao.gateway.graphql;

import java.util.Objects;
import java.util.Optional;
import mostao.gateway.answer.ApiError;

/**
 * The answer to a client.
 *
 * @param json the body
 * @param refused why not everything that was asked for is in there, if it isn't
 */
public record GraphqlReply(String json, Optional<ApiError> refused) {
  public GraphqlReply {
    Objects.requireNonNull(json, "json");
    Objects.requireNonNull(refused, "refused");
  }
}
