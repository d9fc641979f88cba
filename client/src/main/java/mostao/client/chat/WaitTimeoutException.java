package mostao.client.chat;

import java.io.IOException;

/** What was waited for did not come within the deadline; it may still come. */
public final class WaitTimeoutException extends IOException {
  private static final long serialVersionUID = 1L;

  WaitTimeoutException(String message) {
    super(message);
  }
}
