package mostao.registry.model;

import java.util.Objects;
import java.util.Optional;

/**
 * A requester of a session, who gets a message when it is active.
 *
 * @param target the wallet or process that asked
 * @param reference what its request called itself
 */
public record Requester(String target, Optional<String> reference) {
  public Requester {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(reference, "reference");
  }
}
