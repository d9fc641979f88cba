package mostao.ao.testkit.simulation;

/** The process that runs this code has been killed: nothing after this line happened. */
final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  Crash(String where) {
    super(where, null, false, false);
  }
}
