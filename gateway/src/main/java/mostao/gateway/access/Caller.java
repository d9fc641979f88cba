package mostao.gateway.access;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The caller of a read.
 *
 * @param authorization the request's header
 * @param client for whom it is counted
 * @param gone completed when the client is no longer there
 */
public record Caller(Optional<String> authorization, String client, CompletionStage<Void> gone) {
  public Caller {
    Objects.requireNonNull(authorization, "authorization");
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(gone, "gone");
  }
}
