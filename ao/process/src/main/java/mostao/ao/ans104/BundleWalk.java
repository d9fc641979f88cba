package mostao.ao.ans104;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One verification of a bundle, which counts its work. Not thread-safe. */
final class BundleWalk {
  private final Verifier verifier;
  private final BundleLimits limits;
  private int items;

  BundleWalk(Verifier verifier, BundleLimits limits) {
    this.verifier = verifier;
    this.limits = limits;
  }

  Reading<VerifiedBundle> verify(Bundle bundle, int depth) {
    if (depth > limits.maxDepth()) {
      return Reading.refused(
          "R21",
          "bundles are nested " + depth + " deep; at most " + limits.maxDepth() + " are followed");
    }
    // Counted before any of them is verified, so that the limit also bounds the time to refuse.
    if (bundle.items().size() > limits.maxItems() - items) {
      return Reading.refused(
          "R21",
          "the bundle holds more than " + limits.maxItems() + " items in all, which is the limit");
    }
    items += bundle.items().size();
    List<VerifiedItem> verified = new ArrayList<>(bundle.items().size());
    Map<Integer, VerifiedBundle> nested = new HashMap<>();
    for (DataItem item : bundle.items()) {
      int place = verified.size();
      Reading<VerifiedItem> reading = verifier.verify(item);
      if (reading instanceof Reading.Refused<VerifiedItem> refused) {
        return refused.in("item " + place);
      }
      verified.add(reading.orThrow());
      if (Bundle.isCarriedBy(item)) {
        Reading<VerifiedBundle> within =
            Bundle.parse(item.data()).then(inner -> verify(inner, depth + 1));
        if (within instanceof Reading.Refused<VerifiedBundle> refused) {
          return refused.in("item " + place);
        }
        nested.put(place, within.orThrow());
      }
    }
    return Reading.ok(new VerifiedBundle(verified, nested));
  }
}
