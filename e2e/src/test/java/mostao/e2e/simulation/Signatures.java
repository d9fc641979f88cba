package mostao.e2e.simulation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mostao.ao.ans104.DataItem;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.gateway.authority.Authority;
import mostao.gateway.authority.SimulatedAuthority;

/**
 * Signatures cost more than everything else in a run, and the same items come up again and again:
 * in one run, whenever something is tried again, and in many. What was signed or verified once is
 * remembered: neither depends on anything but the bytes, which are compared. The first of two
 * instances remembers nothing and is used in a share of the runs.
 */
final class Signatures {
  private static final Ed25519Signer KEY =
      new Ed25519Signer(Arrays.copyOf("authority".getBytes(StandardCharsets.UTF_8), 32));

  static final Signatures MADE_EACH_TIME = new Signatures(0);
  static final Signatures REMEMBERED = new Signatures(100_000);

  private final int most;
  private final Verifier verifier = new Verifier();
  private final Map<DataItem, Reading<VerifiedItem>> verified = new ConcurrentHashMap<>();
  private final Map<Draft, Reading<VerifiedItem>> signed = new ConcurrentHashMap<>();
  private final Authority authority;

  private Signatures(int most) {
    this.most = most;
    this.authority = SimulatedAuthority.of(KEY.address(), this::sign);
  }

  Authority authority() {
    return authority;
  }

  Reading<VerifiedItem> verify(DataItem item) {
    Reading<VerifiedItem> known = verified.get(item);
    if (known != null) {
      return known;
    }
    Reading<VerifiedItem> answer = verifier.verify(item);
    keep(verified, item, answer);
    return answer;
  }

  private Reading<VerifiedItem> sign(Draft draft) {
    Reading<VerifiedItem> known = signed.get(draft);
    if (known != null) {
      return known;
    }
    Reading<VerifiedItem> answer = draft.sign(KEY);
    keep(signed, draft, answer);
    if (answer instanceof Reading.Ok<VerifiedItem> ok) {
      keep(verified, ok.value().item(), answer);
    }
    return answer;
  }

  private <K> void keep(Map<K, Reading<VerifiedItem>> memory, K key, Reading<VerifiedItem> answer) {
    if (most == 0) {
      return;
    }
    if (memory.size() >= most) {
      memory.clear();
    }
    memory.put(key, answer);
  }
}
