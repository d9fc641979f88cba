package mostao.registry.model;

import java.util.Objects;
import java.util.Optional;

/**
 * What a wallet holds of the names.
 *
 * @param names those it has, pending ones as well
 * @param kept those kept for it
 * @param firstRenounced when the first of the kept ones was renounced, Unix milliseconds
 */
public record Held(long names, long kept, Optional<Long> firstRenounced) {
  public Held {
    Objects.requireNonNull(firstRenounced, "firstRenounced");
  }
}
