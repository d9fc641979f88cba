package mostao.ao.ans104;

import java.util.List;
import java.util.Map;

/**
 * A bundle all of whose items are verified, down to the innermost.
 *
 * @param items in their order
 * @param nested the bundles that items carry, by the carrier's place in {@code items}
 */
public record VerifiedBundle(List<VerifiedItem> items, Map<Integer, VerifiedBundle> nested) {
  public VerifiedBundle {
    items = List.copyOf(items);
    nested = Map.copyOf(nested);
  }
}
