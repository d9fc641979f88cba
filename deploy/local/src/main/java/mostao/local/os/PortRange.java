package mostao.local.os;

/**
 * Consecutive TCP ports.
 *
 * @param first the lowest
 * @param last the highest
 */
record PortRange(int first, int last) {
  /** The range that RFC 6335 (section 6) sets aside for outgoing connections. */
  static final PortRange ASSIGNED_BY_IANA = new PortRange(49_152, 65_535);

  /** Fewer than this are not worth looking for free ones in. */
  private static final int ENOUGH = 2_000;

  static PortRange between(int first, int last) {
    return new PortRange(first, last);
  }

  /** From two numbers between blanks, as Linux tells its range. */
  static PortRange parse(String text) {
    String[] ends = text.strip().split("\\s+");
    return new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
  }

  /** The larger part of this below or above the other range; all of this if neither is enough. */
  PortRange besides(PortRange other) {
    PortRange below = new PortRange(first, Math.min(last, other.first - 1));
    PortRange above = new PortRange(Math.max(first, other.last + 1), last);
    PortRange larger = below.size() >= above.size() ? below : above;
    return larger.size() >= ENOUGH ? larger : this;
  }

  private int size() {
    return last - first + 1;
  }
}
