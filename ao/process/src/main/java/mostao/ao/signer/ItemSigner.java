package mostao.ao.signer;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;

/** Signs items as one wallet. The same draft always becomes the same item. Thread-safe. */
public interface ItemSigner extends AutoCloseable {
  /** The rule that {@link Reading} names when the signer itself did not want to sign. */
  String RULE = "Signer";

  /** The wallet's address. */
  String address();

  /**
   * Signs each, in order. It may wait for a signer elsewhere.
   *
   * @return for each draft its item, or why there is none
   * @throws SignerUnavailable when the signer does not answer; to be tried again
   * @throws WrongSigner when what answers is not the signer that was meant
   */
  List<Reading<VerifiedItem>> sign(List<Draft> drafts);

  /** Whether many at once are cheaper than one after another. */
  boolean prefersMany();

  /** Whether it could sign now; answers soon. */
  boolean answers();

  @Override
  void close();

  /** A signer that has the key in its memory. */
  static ItemSigner of(Ed25519Signer key) {
    return of(key.address(), draft -> draft.sign(key));
  }

  /**
   * @param signing signs as the wallet with this address, without waiting
   */
  static ItemSigner of(String address, Function<Draft, Reading<VerifiedItem>> signing) {
    return new KeySigner(address, signing);
  }

  /** Signs in place. */
  record KeySigner(String address, Function<Draft, Reading<VerifiedItem>> signing)
      implements ItemSigner {
    public KeySigner {
      Objects.requireNonNull(address, "address");
      Objects.requireNonNull(signing, "signing");
    }

    @Override
    public List<Reading<VerifiedItem>> sign(List<Draft> drafts) {
      return drafts.stream().map(signing).toList();
    }

    @Override
    public boolean prefersMany() {
      return false;
    }

    @Override
    public boolean answers() {
      return true;
    }

    @Override
    public void close() {
      // There is nothing to let go.
    }
  }
}
