package mostao.ao.testkit.simulation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Everything that is not determined by the code: which of several things happens, and what goes
 * wrong. Every seed has its own mixture of faults; some are left out, some are frequent, because
 * faults that hide each other would never be met otherwise.
 */
public final class SeededRandom {
  private static final int[] STRENGTHS = {0, 0, 1, 1, 2, 4};

  private final SplittableRandom random;
  private final Map<Fault, Integer> perMille = new EnumMap<>(Fault.class);
  private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
  private boolean calm;

  public SeededRandom(long seed) {
    this.random = new SplittableRandom(seed);
    for (Fault fault : Fault.values()) {
      perMille.put(fault, Math.min(800, fault.perMille() * oneOf(STRENGTHS)));
    }
  }

  private int oneOf(int[] strengths) {
    return strengths[random.nextInt(strengths.length)];
  }

  /** Whether it goes wrong here and now; never again once {@link #calm}. */
  public boolean strikes(Fault fault) {
    if (calm || random.nextInt(1000) >= perMille.get(fault)) {
      return false;
    }
    struck.merge(fault, 1, Integer::sum);
    return true;
  }

  /** From 0 up to but not including {@code bound}. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** One of them, each as likely. */
  public <T> T oneOf(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  /** Random bytes. */
  public byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Nothing goes wrong from now on. */
  public void calm() {
    calm = true;
  }

  /** How often each fault has struck. */
  public Map<Fault, Integer> struck() {
    return new EnumMap<>(struck);
  }
}
