package mostao.ao.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What reading an input may cost. */
public final class Cost {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What a reader may allocate whatever it reads: buffers, a signature check. */
  private static final long CONSTANT = 24 << 20;

  private static final long MOST_CPU_NANOS = 3_000_000_000L;

  private Cost() {}

  /**
   * Runs a check that may allocate so many bytes for each of the input's, beside a constant, and
   * take a few seconds of the processor, however slow the machine.
   *
   * @throws AssertionError when it needs more
   */
  public static void bounded(byte[] input, int factor, Runnable check) {
    long most = CONSTANT + (long) factor * input.length;
    if (!holds(most, check)) {
      // The first time, classes are loaded.
      must(holds(most, check), "more than " + most + " bytes, or seconds, for " + input.length);
    }
  }

  private static boolean holds(long mostBytes, Runnable check) {
    long thread = Thread.currentThread().getId();
    long allocated = THREADS.getThreadAllocatedBytes(thread);
    long cpu = THREADS.getCurrentThreadCpuTime();
    check.run();
    return THREADS.getCurrentThreadCpuTime() - cpu <= MOST_CPU_NANOS
        && THREADS.getThreadAllocatedBytes(thread) - allocated <= mostBytes;
  }

  /** An invariant of a target. */
  public static void must(boolean held, String otherwise) {
    if (!held) {
      throw new AssertionError(otherwise);
    }
  }
}
