package mostao.ao.testkit.simulation;

/** An invariant does not hold. */
public final class InvariantBroken extends AssertionError {
  private static final long serialVersionUID = 1L;

  public InvariantBroken(String invariant, String how) {
    super(invariant + ": " + how);
  }
}
