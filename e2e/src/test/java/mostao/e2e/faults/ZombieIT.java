package mostao.e2e.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mostao.ao.wire.Topics;
import mostao.e2e.faults.FailPoint.Of;
import mostao.local.stack.ServiceProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A consumer is frozen in the middle of a step (SIGSTOP) until another one has its partitions, and
 * goes on from there when it is thawed (SIGCONT), as if it still had them.
 */
@ExtendWith(FaultSystem.class)
class ZombieIT {
  @ParameterizedTest(name = "{0} frozen at {1}")
  @CsvSource("session, COMMITTED")
  void aZombieDoesNoHarm(String service, FailPoint point) throws Exception {
    freeze(service, point);
  }

  @Tag("nightly")
  @ParameterizedTest(name = "{0} frozen at {1}")
  @MethodSource("everywhere")
  void norDoesAnyOther(String service, FailPoint point) throws Exception {
    freeze(service, point);
  }

  static Stream<Arguments> everywhere() {
    List<Arguments> all = new ArrayList<>();
    for (FailPoint point : FailPoint.values()) {
      if (point.of() == Of.TURN) {
        all.add(Arguments.of("handle", point));
        all.add(Arguments.of("session", point));
      } else if (point.of() == Of.MESSENGER) {
        all.add(Arguments.of("messenger", point));
      }
    }
    return all.stream();
  }

  private static void freeze(String service, FailPoint point) throws Exception {
    ServiceProcess zombie = FaultSystem.stack().service(service);
    ServiceProcess heir = FaultSystem.stack().another(service, 2);
    String group = Topics.MODULES.contains(service) ? "ao-" + service : Lag.MESSENGER;
    heir.start();
    try (Load load = Load.start(4)) {
      Lag.awaitMembers(group, 2);
      Breakpoint breakpoint = Breakpoint.pause(zombie, point);
      load.welcome(5, breakpoint::isReached);
      breakpoint.freeze();
      Lag.awaitMembers(group, 1);
      load.awaitAccepted(50);
      zombie.resume();
      Lag.awaitMembers(group, 2);
      LoadRecord.over("SIGSTOP of " + service + " at " + point);
      load.awaitAccepted(50);
      heir.stop();
      load.awaitAccepted(20);
      Judge.settle(load);
    } finally {
      // The agent is in it still, and a process takes only one; it is started again behind the
      // test.
      zombie.kill();
      heir.stop();
      FaultSystem.mend();
    }
  }
}
