package mostao.ao.turn;

/**
 * The database or the broker did not answer, or not in time. Nothing is known about what it did:
 * take the turn again. Never a reason to drop anything.
 */
public final class BrokenDependency extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BrokenDependency(String message, Throwable cause) {
    super(message, cause);
  }
}
