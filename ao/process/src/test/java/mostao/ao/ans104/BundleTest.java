package mostao.ao.ans104;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** R18 to R21. */
class BundleTest {
  private static final Verifier VERIFIER = new Verifier();
  private static final Signer SIGNER = new Ed25519Signer(new byte[32]);

  @Test
  void bundleOfItemsIsReadAgain() {
    List<DataItem> items = items(3);
    VerifiedBundle bundle = VERIFIER.readBundle(Bundle.of(items)).orThrow();
    assertThat(bundle.items()).extracting(VerifiedItem::item).isEqualTo(items);
    assertThat(bundle.nested()).isEmpty();
  }

  @Test
  void emptyBundleHasNoItems() {
    assertThat(VERIFIER.readBundle(Bundle.of(List.of())).orThrow().items()).isEmpty();
  }

  @Test
  void everyCutIsRefused() {
    byte[] whole = Bundle.of(items(2));
    for (int length = 0; length < whole.length; length++) {
      assertThat(rule(Arrays.copyOf(whole, length))).as("cut to %d", length).isIn("R18", "R19");
    }
    assertThat(rule(Arrays.copyOf(whole, whole.length + 1))).isEqualTo("R19");
  }

  @Test
  void everyHighByteOfCountAndSizeCounts() {
    byte[] whole = Bundle.of(items(1));
    for (int at = 4; at < 32; at++) {
      byte[] count = whole.clone();
      count[at] = 1;
      assertThat(rule(count)).as("count byte %d", at).isEqualTo("R18");
      byte[] size = whole.clone();
      size[32 + at] = (byte) 0x80;
      assertThat(rule(size)).as("size byte %d", at).isEqualTo("R19");
    }
  }

  @Test
  void itemOfSizeZeroIsRefused() {
    byte[] one = new byte[32 + 64];
    one[0] = 1;
    assertThat(rule(one)).isEqualTo("R19");
  }

  @Test
  void headerIdIsNeverBelieved() {
    byte[] whole = Bundle.of(items(1));
    whole[64] ^= 1;
    assertThat(rule(whole)).isEqualTo("R20");
  }

  @Test
  void oneItemWithAWrongSignatureRefusesAllAndIsNamed() {
    List<DataItem> items = new ArrayList<>(items(2));
    byte[] wrong = items.get(1).bytes();
    wrong[wrong.length - 1] ^= 1;
    items.set(1, DataItem.parse(wrong).orThrow());
    assertThat(
            VERIFIER.readBundle(Bundle.of(items)).fold(VerifiedBundle::toString, Refusal::toString))
        .startsWith("R13: item 1: ");
  }

  @Test
  void bundlesAreFollowedToTheDepthLimitAndNoFurther() {
    Bundle four = Bundle.parse(nested(4)).orThrow();
    VerifiedBundle level = VERIFIER.verify(four, new BundleLimits(4, 100)).orThrow();
    for (int depth = 1; depth < 4; depth++) {
      level = level.nested().get(0);
    }
    assertThat(level.nested()).isEmpty();
    assertThat(VERIFIER.verify(four, new BundleLimits(3, 100)).fold(ok -> "", Refusal::toString))
        .isEqualTo(
            "R21: item 0: item 0: item 0: bundles are nested 4 deep; at most 3 are followed");
    assertThat(VERIFIER.readBundle(nested(BundleLimits.DEFAULT.maxDepth())).isOk()).isTrue();
    assertThat(rule(nested(BundleLimits.DEFAULT.maxDepth() + 1))).isEqualTo("R21");
  }

  @Test
  void itemsOfAllLevelsCountTowardsTheWorkLimit() {
    DataItem carrier = carrier(Bundle.of(items(3)));
    Bundle bundle = Bundle.parse(Bundle.of(List.of(carrier, carrier))).orThrow();
    assertThat(VERIFIER.verify(bundle, new BundleLimits(2, 8)).isOk()).isTrue();
    assertThat(VERIFIER.verify(bundle, new BundleLimits(2, 7)).fold(ok -> "", Refusal::rule))
        .isEqualTo("R21");
  }

  @Test
  void workLimitRefusesBeforeAnythingIsVerified() {
    Bundle bundle = Bundle.parse(Bundle.of(Collections.nCopies(9, items(1).get(0)))).orThrow();
    Verifier verifier = new Verifier(new BrokenRsa());
    assertThat(verifier.verify(bundle, new BundleLimits(1, 8)).fold(ok -> "", Refusal::rule))
        .isEqualTo("R21");
  }

  @Test
  void carriedBundleThatIsNoneRefusesTheWhole() {
    assertThat(rule(Bundle.of(List.of(carrier(new byte[31]))))).isEqualTo("R18");
  }

  @Test
  void limitsBelowOneAreABug() {
    assertThatThrownBy(() -> new BundleLimits(0, 1)).hasMessageContaining("0 levels");
    assertThatThrownBy(() -> new BundleLimits(1, 0)).hasMessageContaining("0 items");
  }

  @Test
  void typeSixItemWithoutItsFirstSignatureIsNoBundle() {
    List<byte[]> seeds = List.of(new byte[32], new byte[32]);
    byte[] item = new MultiAptosSigner(seeds, 1, Set.of(1)).sign(Draft.empty()).orThrow().bytes();
    assertThat(VERIFIER.readBundle(item).isOk()).isFalse();
    assertThat(VERIFIER.read(item).isOk()).isTrue();
  }

  private static byte[] nested(int depth) {
    byte[] bundle = Bundle.of(items(1));
    for (int i = 1; i < depth; i++) {
      bundle = Bundle.of(List.of(carrier(bundle)));
    }
    return bundle;
  }

  private static DataItem carrier(byte[] bundle) {
    return Draft.empty()
        .tag("Bundle-Format", "binary")
        .tag("Bundle-Version", "2.0.0")
        .data(bundle)
        .sign(SIGNER)
        .orThrow()
        .item();
  }

  private static List<DataItem> items(int count) {
    List<DataItem> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(Draft.empty().data("item " + i).sign(SIGNER).orThrow().item());
    }
    return items;
  }

  private static String rule(byte[] bundle) {
    return VERIFIER.readBundle(bundle).fold(ok -> "accepted", Refusal::rule);
  }
}
