package mostao.client.trust;

import java.io.IOException;
import java.util.List;

/**
 * Something is not what it was: going on takes a decision of the person. Nothing was sent or
 * pinned.
 */
public final class ChangedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final List<String> changes;

  public ChangedException(List<String> changes) {
    super(String.join("; ", changes));
    this.changes = List.copyOf(changes);
  }

  /** One sentence for each change, without the full stop. */
  public List<String> changes() {
    return changes;
  }
}
