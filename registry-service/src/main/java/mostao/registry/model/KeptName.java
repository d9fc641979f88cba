package mostao.registry.model;

import java.util.Objects;

/**
 * A renounced name, kept for its last owner for a while.
 *
 * @param handle the name as it was registered
 * @param owner address of the wallet that had it
 * @param renounced when, Unix milliseconds
 */
public record KeptName(String handle, String owner, long renounced) {
  public KeptName {
    Objects.requireNonNull(handle, "handle");
    Objects.requireNonNull(owner, "owner");
  }

  /** The key by which it is found, see {@link Name#key()}. */
  public String key() {
    return Name.key(handle);
  }
}
