package mostao.e2e.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mostao.local.stack.ServiceProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A process that is killed at any step loses nothing, doubles nothing and reorders nothing. */
@ExtendWith(FaultSystem.class)
class FailPointIT {
  @ParameterizedTest(name = "{0} killed at {1}")
  @CsvSource({"handle, HALF_PUBLISHED", "session, PUBLISHED", "messenger, HALF_DELIVERED"})
  void nothingIsLostDoubledOrReorderedByAKillAt(String service, FailPoint point) throws Exception {
    kill(service, point);
  }

  @Tag("nightly")
  @ParameterizedTest(name = "{0} killed at {1}")
  @MethodSource("everywhere")
  void norByAKillAnywhereElse(String service, FailPoint point) throws Exception {
    kill(service, point);
  }

  static Stream<Arguments> everywhere() {
    List<Arguments> all = new ArrayList<>();
    for (int round = 0; round < FaultSystem.scale(); round++) {
      for (FailPoint point : FailPoint.values()) {
        point.services().forEach(service -> all.add(Arguments.of(service, point)));
      }
    }
    return all.stream();
  }

  private static void kill(String service, FailPoint point) throws Exception {
    ServiceProcess victim = FaultSystem.stack().service(service);
    try (Load load = Load.start(4)) {
      load.awaitAccepted(50);
      Breakpoint breakpoint = Breakpoint.lay(victim, point);
      // Only a registration passes the Registry and creates a process.
      load.welcome(3, breakpoint::isReached);
      breakpoint.spring();
      victim.start();
      LoadRecord.over("kill -9 of " + service + " at " + point);
      load.awaitAccepted(100);
      Judge.settle(load);
    } catch (AssertionError | Exception failed) {
      // The agent is in it still, and a process takes only one.
      victim.kill();
      FaultSystem.mend();
      throw failed;
    }
  }
}
