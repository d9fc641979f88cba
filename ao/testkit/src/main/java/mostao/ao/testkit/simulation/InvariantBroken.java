package mostao.ao.testkit.simulation;

/** What must always hold does not. */
public final class InvariantBroken extends AssertionError {
  private static final long serialVersionUID = 1L;

  public InvariantBroken(String invariant, String how) {
    super(invariant + ": " + how);
  }
}
