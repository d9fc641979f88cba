package mostao.session.model;

/**
 * Who lets the other write nothing.
 *
 * @param byA whether the handle whose name comes first does
 * @param byB whether the other one does
 */
public record Blocks(boolean byA, boolean byB) {
  public static final Blocks NONE = new Blocks(false, false);
}
