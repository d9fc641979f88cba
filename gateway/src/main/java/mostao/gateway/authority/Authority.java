package mostao.gateway.authority;

import java.util.Objects;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;

/**
 * The wallet that every process of the deployment trusts, and its scheduler. Ed25519, whose
 * signatures are deterministic: the same content always gets the same id, which is what makes every
 * retry harmless. Thread-safe.
 */
public final class Authority {
  private final Ed25519Signer signer;
  private final String address;

  public Authority(Ed25519Signer signer) {
    this.signer = Objects.requireNonNull(signer, "signer");
    this.address = signer.address();
  }

  public String address() {
    return address;
  }

  /** The signed item, or why the draft fits into none. */
  public Reading<VerifiedItem> sign(Draft draft) {
    return draft.sign(signer);
  }

  @Override
  public String toString() {
    return "Authority " + address;
  }
}
