package mostao.e2e.faults;

import java.time.Duration;
import mostao.local.stack.ServiceProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Instances of a service come and go while people write. */
@ExtendWith(FaultSystem.class)
class ScaleIT {
  private static final String GROUP = "ao-session";
  private final ServiceProcess second = FaultSystem.stack().another("session", 2);
  private final ServiceProcess third = FaultSystem.stack().another("session", 3);

  @Tag("nightly")
  @Test
  void sessionServiceScaledUpAndDownEveryTenSecondsLosesNothing() throws Exception {
    scale(2 * FaultSystem.scale(), Duration.ofSeconds(10));
  }

  /** 1 → 3 → 1 → 2 → 1, and again. */
  private void scale(int rounds, Duration step) throws Exception {
    try (Load load = Load.start(6)) {
      for (int round = 0; round < rounds; round++) {
        second.start();
        third.start();
        Lag.awaitMembers(GROUP, 3);
        went("1 to 3", load, step);
        // One leaves in order, the other does not.
        second.stop();
        third.kill();
        Lag.awaitMembers(GROUP, 1);
        went("3 to 1", load, step);
        second.start();
        Lag.awaitMembers(GROUP, 2);
        went("1 to 2", load, step);
        second.stop();
        Lag.awaitMembers(GROUP, 1);
        went("2 to 1", load, step);
      }
      Judge.settle(load);
    } finally {
      second.stop();
      third.stop();
    }
  }

  private static void went(String scale, Load load, Duration step) {
    LoadRecord.over("session-service scaled from " + scale);
    long end = System.nanoTime() + step.toNanos();
    do {
      load.awaitAccepted(10);
    } while (System.nanoTime() < end);
  }
}
