package mostao.client.seal;

/** What came is not sealed for this key, was changed, or is no sealed text at all. */
public final class NotOpened extends Exception {
  private static final long serialVersionUID = 1L;

  NotOpened(String message) {
    super(message);
  }
}
