package mostao.ao.ans104;

/**
 * R21: how far a bundle with bundles in it is followed.
 *
 * @param maxDepth levels, the outermost counted; 1 refuses nested bundles
 * @param maxItems items on all levels together, each of which costs a signature check
 */
public record BundleLimits(int maxDepth, int maxItems) {
  /** Four levels, 10,000 items. */
  public static final BundleLimits DEFAULT = new BundleLimits(4, 10_000);

  public BundleLimits {
    if (maxDepth < 1 || maxItems < 1) {
      throw new IllegalArgumentException(
          "bundle limits start at 1, not " + maxDepth + " levels and " + maxItems + " items");
    }
  }
}
