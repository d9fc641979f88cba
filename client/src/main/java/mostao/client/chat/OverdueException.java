package mostao.client.chat;

import java.io.IOException;

/** What was waited for did not come within the deadline; it may still come. */
public final class OverdueException extends IOException {
  private static final long serialVersionUID = 1L;

  OverdueException(String message) {
    super(message);
  }
}
