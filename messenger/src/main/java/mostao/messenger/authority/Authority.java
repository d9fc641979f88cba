package mostao.messenger.authority;

import java.util.Objects;
import java.util.function.Function;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;

/**
 * The wallet that every process of the deployment trusts. Ed25519, whose signatures are
 * deterministic: the same content always gets the same id, which is what makes every retry
 * harmless. Thread-safe.
 */
public final class Authority {
  private final String address;
  private final Function<Draft, Reading<VerifiedItem>> signing;

  public Authority(Ed25519Signer signer) {
    this(signer.address(), draft -> draft.sign(signer));
  }

  /**
   * @param signing signs as the wallet with this address
   */
  public Authority(String address, Function<Draft, Reading<VerifiedItem>> signing) {
    this.address = Objects.requireNonNull(address, "address");
    this.signing = Objects.requireNonNull(signing, "signing");
  }

  public String address() {
    return address;
  }

  /** The signed item, or why the draft fits into none. */
  public Reading<VerifiedItem> sign(Draft draft) {
    return signing.apply(draft);
  }

  @Override
  public String toString() {
    return "Authority " + address;
  }
}
