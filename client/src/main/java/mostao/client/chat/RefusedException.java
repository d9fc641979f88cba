package mostao.client.chat;

import java.io.IOException;

/** A process refused the request. */
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String sentence;

  RefusedException(String action, String code, String sentence) {
    super(action + " was refused (" + code + "): " + sentence);
    this.code = code;
    this.sentence = sentence;
  }

  /** The protocol's code, such as {@code HandleTaken}. */
  public String code() {
    return code;
  }

  /** The process's sentence for people. */
  public String sentence() {
    return sentence;
  }
}
