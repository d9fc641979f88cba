package mostao.local.os;

/**
 * Something on this machine keeps a part of the local system from starting. The message is one
 * sentence for a person: what is wrong and what to do about it.
 */
public final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure with the sentence to show. */
  public StartFailure(String sentence) {
    super(sentence);
  }

  /** A failure with the sentence to show and what caused it. */
  public StartFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
