package mostao.client.proof;

import java.io.IOException;

/** A conversation is not what it says it is. */
public final class BrokenProofException extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenProofException(String sentence) {
    super(sentence);
  }

  BrokenProofException at(long item, long from) {
    return new BrokenProofException("item " + item + " (from byte " + from + "): " + getMessage());
  }
}
