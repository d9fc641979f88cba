package mostao.ao.signer;

/** The signer did not answer, or not in the protocol: a broken dependency, to be tried again. */
public final class SignerUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SignerUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
