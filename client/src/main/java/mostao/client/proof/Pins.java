package mostao.client.proof;

import java.util.Optional;

/**
 * What the reader of a file knows beforehand. What is empty is taken from the process item, which
 * whoever made the file could have made too.
 *
 * @param session its process
 * @param scheduler address of the key that signs assignments
 * @param authority address of the key that signs for processes
 */
public record Pins(
    Optional<String> session, Optional<String> scheduler, Optional<String> authority) {
  public static final Pins NONE = new Pins(Optional.empty(), Optional.empty(), Optional.empty());
}
