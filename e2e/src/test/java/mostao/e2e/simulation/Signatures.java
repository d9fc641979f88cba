package mostao.e2e.simulation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import mostao.ao.ans104.DataItem;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.Stamp;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.messenger.authority.Authority;

/**
 * Real signatures cost more than everything else in a run. So in most runs the authority has a
 * {@link Stamp} for a key, and what other wallets signed is verified once: whether a signature
 * holds depends on nothing but the bytes, which are compared. In a share of the runs everything is
 * signed and verified as it is in earnest. Thread-safe.
 */
final class Signatures {
  private static final String SECRET = "authority";
  private static final int MOST = 20_000;

  static final Signatures REAL = new Signatures(Optional.empty());
  static final Signatures STAMPED = new Signatures(Optional.of(new Stamp(SECRET)));

  private final Optional<Stamp> stamp;
  private final Verifier verifier = new Verifier();
  private final Map<DataItem, Reading<VerifiedItem>> verified = new ConcurrentHashMap<>();

  private Signatures(Optional<Stamp> stamp) {
    this.stamp = stamp;
  }

  Authority authority() {
    Ed25519Signer key =
        new Ed25519Signer(Arrays.copyOf(SECRET.getBytes(StandardCharsets.UTF_8), 32));
    return stamp
        .map(cheap -> new Authority(cheap.address(), cheap::sign))
        .orElseGet(() -> new Authority(key));
  }

  Reading<VerifiedItem> verify(DataItem item) {
    return stamp.isEmpty()
        ? verifier.verify(item)
        : stamp.get().verify(item).orElseGet(() -> remembered(item));
  }

  private Reading<VerifiedItem> remembered(DataItem item) {
    Reading<VerifiedItem> known = verified.get(item);
    if (known != null) {
      return known;
    }
    Reading<VerifiedItem> answer = verifier.verify(item);
    if (verified.size() >= MOST) {
      verified.clear();
    }
    verified.put(item, answer);
    return answer;
  }
}
