package mostao.messenger.push;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.signer.ItemSigner;
import mostao.messenger.authority.Authority;

/**
 * Signs what one batch asks for together, since a signer elsewhere costs a wait each time it is
 * asked. For such a one, what is not signed yet is noted; when the whole plan has been made, the
 * notes are signed at once, and the plan is made again. Serves one batch on one thread.
 */
final class Signing {
  private static final Reading<VerifiedItem> NOT_YET =
      Reading.refused(ItemSigner.RULE, "it is not signed yet");

  private final Authority authority;
  private final Map<Draft, Reading<VerifiedItem>> signed = new HashMap<>();
  private final Set<Draft> noted = new LinkedHashSet<>();

  Signing(Authority authority) {
    this.authority = authority;
  }

  /** The item, or why there is none; until the draft is signed, that it is not. */
  Reading<VerifiedItem> sign(Draft draft) {
    if (!authority.prefersMany()) {
      return authority.sign(draft);
    }
    Reading<VerifiedItem> known = signed.get(draft);
    if (known == null) {
      noted.add(draft);
      return NOT_YET;
    }
    return known;
  }

  /**
   * Signs what was noted.
   *
   * @return whether there was anything, so that a plan made before is not the last
   * @throws mostao.ao.signer.SignerUnavailable when it is to be tried again
   */
  boolean signNoted() {
    if (noted.isEmpty()) {
      return false;
    }
    List<Draft> drafts = new ArrayList<>(noted);
    List<Reading<VerifiedItem>> items = authority.sign(drafts);
    for (int i = 0; i < drafts.size(); i++) {
      signed.put(drafts.get(i), items.get(i));
    }
    noted.clear();
    return true;
  }
}
