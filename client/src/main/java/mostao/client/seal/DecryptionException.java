package mostao.client.seal;

/** A text that is not sealed for this key, was changed, or was never sealed. */
public final class DecryptionException extends Exception {
  private static final long serialVersionUID = 1L;

  public DecryptionException(String message) {
    super(message);
  }
}
