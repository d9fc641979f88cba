package mostao.client.chat;

import java.io.IOException;

/** The awaited event did not happen within the deadline; it may still happen. */
public final class WaitTimeoutException extends IOException {
  private static final long serialVersionUID = 1L;

  WaitTimeoutException(String message) {
    super(message);
  }
}
