package mostao.ao.signer;

/**
 * What answers is not the signer that was meant: it has another key, its signature does not hold,
 * or it signs the same item in two ways. Trying again does not help.
 */
public final class WrongSigner extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongSigner(String message) {
    super("WrongSigner: " + message);
  }
}
