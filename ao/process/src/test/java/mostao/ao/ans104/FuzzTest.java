package mostao.ao.ans104;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Damaged items and bundles: nothing but the named refusal, soon, in memory of the order of the
 * input, and never accepted.
 *
 * <p>Every run takes another seed, which a failure names; {@code -Dmostao.fuzz.seed=…} runs it
 * again, {@code -Dmostao.fuzz.count=…} runs longer.
 */
class FuzzTest {
  private static final long SEED =
      Long.getLong("mostao.fuzz.seed", new SplittableRandom().nextLong());
  private static final int COUNT = Integer.getInteger("mostao.fuzz.count", 10_000);

  private static final String FORGED = "was accepted without a valid signature";
  private static final Duration DEADLINE_OF_ONE = Duration.ofSeconds(5);
  private static final Duration DEADLINE = Duration.ofSeconds(60).plusMillis(10L * COUNT);

  /**
   * Reading may copy the input a few times; the rest is what refusing costs whatever the length.
   */
  private static final int PARSE_FACTOR = 4;

  private static final int PARSE_CONSTANT = 64 << 10;

  /** Of one signature check; type 6 makes up to 32. */
  private static final int VERIFY_CONSTANT = 2 << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Verifier VERIFIER = new Verifier();
  private static final Verifier JAVA_VERIFIER = Verifier.withBouncyCastle();

  private static final List<byte[]> ITEMS = bytes(false);
  private static final List<byte[]> BUNDLES = bytes(true);
  private static final Set<DataItem> SIGNED = signedItems();

  @BeforeAll
  static void loadEverythingThatIsLoadedOnce() {
    ITEMS.forEach(VERIFIER::read);
    ITEMS.forEach(JAVA_VERIFIER::read);
    BUNDLES.forEach(VERIFIER::readBundle);
  }

  @Test
  void damagedItemIsRefusedByNameSoonAndCheaply() {
    Mutation mutation = new Mutation(new SplittableRandom(SEED), ITEMS);
    SplittableRandom choice = new SplittableRandom(~SEED);
    assertTimeoutPreemptively(
        DEADLINE,
        () -> {
          for (int i = 0; i < COUNT; i++) {
            byte[] damaged = mutation.damage(ITEMS.get(choice.nextInt(ITEMS.size())));
            Case one = new Case(i, damaged);
            Reading<DataItem> parsed =
                one.bounded(DataItem::parse, PARSE_FACTOR * damaged.length + PARSE_CONSTANT);
            one.refusalIsNamed(parsed, 11);
            if (parsed instanceof Reading.Ok<DataItem> ok) {
              one.rebuildsToTheSameBytes(ok.value());
            }
            Reading<VerifiedItem> read =
                one.bounded(VERIFIER::read, 2 * PARSE_FACTOR * damaged.length + VERIFY_CONSTANT);
            one.refusalIsNamed(read, 17);
            one.is(!(read instanceof Reading.Ok<VerifiedItem> ok) || isSigned(ok.value()), FORGED);
            one.is(JAVA_VERIFIER.read(damaged).equals(read), "the two RSA libraries disagree");
          }
        },
        () -> "seed " + SEED);
  }

  @Test
  void damagedBundleIsRefusedByNameSoonAndCheaply() {
    Mutation mutation = new Mutation(new SplittableRandom(SEED), ITEMS);
    SplittableRandom choice = new SplittableRandom(~SEED);
    assertTimeoutPreemptively(
        DEADLINE,
        () -> {
          for (int i = 0; i < COUNT / 5; i++) {
            byte[] damaged = mutation.damage(BUNDLES.get(choice.nextInt(BUNDLES.size())));
            Case one = new Case(i, damaged);
            Reading<Bundle> parsed =
                one.bounded(Bundle::parse, 2 * PARSE_FACTOR * damaged.length + PARSE_CONSTANT);
            one.refusalIsNamed(parsed, 20);
            Reading<VerifiedBundle> read =
                one.bounded(
                    VERIFIER::readBundle, 4 * PARSE_FACTOR * damaged.length + 10 * VERIFY_CONSTANT);
            one.refusalIsNamed(read, 21);
            one.is(
                !(read instanceof Reading.Ok<VerifiedBundle> ok)
                    || ok.value().items().stream().allMatch(FuzzTest::isSigned),
                FORGED);
          }
        },
        () -> "seed " + SEED);
  }

  /** One damaged input, and how to get it again. */
  private record Case(int number, byte[] bytes) {
    <T> Reading<T> bounded(Function<byte[], Reading<T>> reader, long mostBytes) {
      long thread = Thread.currentThread().getId();
      long allocated = THREADS.getThreadAllocatedBytes(thread);
      long start = System.nanoTime();
      Reading<T> reading = read(reader);
      long nanos = System.nanoTime() - start;
      allocated = THREADS.getThreadAllocatedBytes(thread) - allocated;
      is(nanos < DEADLINE_OF_ONE.toNanos(), "took " + nanos / 1_000_000 + " ms");
      is(
          allocated <= mostBytes,
          "allocated " + allocated + " bytes for " + bytes.length + ", at most " + mostBytes);
      return reading;
    }

    private <T> Reading<T> read(Function<byte[], Reading<T>> reader) {
      try {
        return reader.apply(bytes);
      } catch (Throwable thrown) {
        throw new AssertionError(as("threw " + thrown), thrown);
      }
    }

    <T> void refusalIsNamed(Reading<T> reading, int lastRule) {
      if (reading instanceof Reading.Refused<T> refused) {
        String rule = refused.refusal().rule();
        is(Integer.parseInt(rule.substring(1)) <= lastRule, "refused by rule " + rule);
        is(refused.refusal().message().length() < 400, "message of unbounded length");
        // R17 stands for a failure we did not foresee, so damage must not get that far.
        is(!rule.equals("R17"), refused.refusal().toString());
      }
    }

    void rebuildsToTheSameBytes(DataItem item) {
      DataItem rebuilt =
          DataItem.of(
                  item.type(),
                  item.signature(),
                  item.ownerKey(),
                  item.target(),
                  item.anchor(),
                  item.tags(),
                  item.data())
              .orThrow();
      is(rebuilt.equals(item), "has two encodings");
    }

    void is(boolean held, String otherwise) {
      if (!held) {
        fail(as(otherwise));
      }
    }

    private String as(String what) {
      return String.format(
          Locale.ROOT, "seed %d, input %d: %s%n%s", SEED, number, what, Base64Url.encode(bytes));
    }
  }

  @Test
  void measureSeesAnAllocation() {
    Case one = new Case(0, new byte[0]);
    assertThat(
            assertThrows(
                AssertionError.class,
                () -> one.bounded(bytes -> Reading.ok(new byte[1 << 20]), 1 << 19)))
        .hasMessageContaining("allocated");
  }

  private static boolean isSigned(VerifiedItem item) {
    return SIGNED.contains(item.item());
  }

  /** The items that a key holder signed. */
  private static Set<DataItem> signedItems() {
    Set<DataItem> items = new HashSet<>();
    for (Vector vector : Vector.ALL) {
      if (vector.isValid() && vector.isBundle()) {
        items.addAll(Bundle.parse(vector.bytes()).orThrow().items());
      } else if (vector.isValid()) {
        items.add(DataItem.parse(vector.bytes()).orThrow());
      }
    }
    return items;
  }

  private static List<byte[]> bytes(boolean bundles) {
    return Vector.ALL.stream().filter(v -> v.isBundle() == bundles).map(Vector::bytes).toList();
  }
}
