package mostao.ao.testkit.simulation;

/** A participant that does one thing at a time, in turn with all others. */
public interface Actor {
  /**
   * Does the next thing; false when there is nothing to do, or it is in the middle of something.
   */
  boolean step();
}
