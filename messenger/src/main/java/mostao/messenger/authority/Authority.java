package mostao.messenger.authority;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.signer.ItemSigner;
import mostao.ao.signer.SignerUnavailable;
import mostao.ao.signer.WrongSigner;
import org.jboss.logging.Logger;

/**
 * The wallet that every process of the deployment trusts. Ed25519, whose signatures are
 * deterministic: the same content always gets the same id, which is what makes every retry
 * harmless. Its key is here, or in a signer elsewhere. Thread-safe.
 */
public final class Authority {
  private static final Logger LOG = Logger.getLogger(Authority.class);

  private final ItemSigner signer;
  private final Runnable end;

  public Authority(Ed25519Signer key) {
    this(ItemSigner.of(key), () -> {});
  }

  /**
   * @param signing signs as the wallet with this address
   */
  public Authority(String address, Function<Draft, Reading<VerifiedItem>> signing) {
    this(ItemSigner.of(address, signing), () -> {});
  }

  /**
   * @param end ends the program; called when the signer is not the one that was meant, after that
   *     was logged
   */
  public Authority(ItemSigner signer, Runnable end) {
    this.signer = Objects.requireNonNull(signer, "signer");
    this.end = Objects.requireNonNull(end, "end");
  }

  public String address() {
    return signer.address();
  }

  /**
   * Each draft's signed item, or why there is none.
   *
   * @throws SignerUnavailable when they are to be tried again
   */
  public List<Reading<VerifiedItem>> sign(List<Draft> drafts) {
    try {
      return signer.sign(drafts);
    } catch (WrongSigner wrong) {
      LOG.errorf("Stopped: %s", wrong.getMessage());
      end.run();
      throw wrong;
    }
  }

  /** The signed item, or why the draft fits into none. */
  public Reading<VerifiedItem> sign(Draft draft) {
    return sign(List.of(draft)).get(0);
  }

  /** Whether many drafts at once are cheaper than one after another. */
  public boolean prefersMany() {
    return signer.prefersMany();
  }

  /** Whether it could sign now. May wait for a moment. */
  public boolean answers() {
    return signer.answers();
  }

  /** Lets the signer go. */
  public void close() {
    signer.close();
  }

  @Override
  public String toString() {
    return "Authority " + address();
  }
}
