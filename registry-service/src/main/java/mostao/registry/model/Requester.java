package mostao.registry.model;

import java.util.Objects;
import java.util.Optional;

/**
 * Who asked for a session and is to be told when it is there.
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
