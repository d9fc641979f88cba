package mostao.e2e.simulation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import mostao.ao.ans104.DataItem;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;

/**
 * The real verifier, asked once for each item: whether a signature holds depends on nothing else
 * than the bytes of the item, and the same item comes up in many runs and many times in each.
 */
final class Remembered implements Function<DataItem, Reading<VerifiedItem>> {
  private static final int MOST = 100_000;

  private final Verifier verifier;
  private final Map<DataItem, Reading<VerifiedItem>> known = new ConcurrentHashMap<>();

  Remembered(Verifier verifier) {
    this.verifier = verifier;
  }

  @Override
  public Reading<VerifiedItem> apply(DataItem item) {
    Reading<VerifiedItem> answer = known.get(item);
    if (answer == null) {
      answer = verifier.verify(item);
      if (known.size() > MOST) {
        known.clear();
      }
      known.put(item, answer);
    }
    return answer;
  }
}
