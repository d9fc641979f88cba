package mostao.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mostao.local.stack.ServiceProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator restarts one process after the other while people write. */
@ExtendWith(FaultSystem.class)
class RestartIT {
  /** Of a process that had to be killed since it did not stop in thirty seconds. */
  private static final int KILLED = 128 + 9;

  @Test
  void aRollingRestartOfAllLosesNothing() throws Exception {
    try (Load load = Load.start(4)) {
      load.awaitAccepted(50);
      for (int round = 0; round < FaultSystem.scale(); round++) {
        for (ServiceProcess service : FaultSystem.stack().services()) {
          restart(service);
          load.awaitAccepted(20);
        }
      }
      Judge.settle(load);
    }
  }

  @Tag("nightly")
  @Test
  void aRollingRestartOfTwoGatewaysClosesTheDoorToNobody() throws Exception {
    ServiceProcess first = FaultSystem.stack().service("gateway");
    ServiceProcess second = FaultSystem.stack().another("gateway", 2);
    second.start();
    try (Load load = Load.start(4, List.of(FaultSystem.door(), FaultSystem.door(second)))) {
      load.welcome(2);
      for (int round = 0; round < FaultSystem.scale(); round++) {
        restart(first);
        load.awaitAccepted(50);
        restart(second);
        load.awaitAccepted(50);
      }
      Judge.settle(load);
    } finally {
      second.stop();
    }
  }

  private static void restart(ServiceProcess service) {
    service.stop();
    assertThat(service.exitCode()).as(service.name()).isPresent().get().isNotEqualTo(KILLED);
    service.start();
    LoadRecord.over("SIGTERM of " + service.name());
  }
}
