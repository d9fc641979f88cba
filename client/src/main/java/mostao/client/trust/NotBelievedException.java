package mostao.client.trust;

import java.io.IOException;

/** What a server shows can't be so; no decision of the person makes it believable. */
public final class NotBelievedException extends IOException {
  private static final long serialVersionUID = 1L;

  public NotBelievedException(String message) {
    super(message);
  }
}
