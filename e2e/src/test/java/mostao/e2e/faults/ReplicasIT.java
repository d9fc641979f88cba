package mostao.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import mostao.local.stack.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two of everything that people's messages go through, and then one of each is gone. */
@ExtendWith(FaultSystem.class)
class ReplicasIT {
  private static final int PAIRS = 4;

  private final ServiceProcess gateway = FaultSystem.stack().another("gateway", 2);
  private final ServiceProcess messenger = FaultSystem.stack().another("messenger", 2);
  private final ServiceProcess session = FaultSystem.stack().another("session", 2);

  @Test
  void oneOfTwoGatewaysMessengersAndSessionServicesMayDie() throws Exception {
    List<ServiceProcess> others = List.of(gateway, messenger, session);
    // What the second gateway is asked, the second replica answers.
    gateway.launch(Map.of("mostao.units.session.url", session.url()));
    messenger.launch(Map.of());
    session.launch(Map.of());
    try {
      others.forEach(ServiceProcess::awaitReady);
      List<URI> doors = List.of(FaultSystem.door(), FaultSystem.door(gateway));
      try (Load load = Load.start(new Load.Plan(PAIRS, 5, doors))) {
        Owners.awaitBalance(Lag.MESSENGER, 2);
        Owners.awaitBalance("ao-session", 2);
        load.awaitAccepted(5L * PAIRS);
        for (String name : List.of("gateway", "messenger", "session")) {
          FaultSystem.stack().service(name).kill();
          load.awaitAccepted(5L * PAIRS);
          LoadRecord.over("one of two of " + name + " killed");
        }
        Judge.settle(load);
        FaultSystem.mend();
        for (Pair pair : load.pairs()) {
          List<String> history = pair.history(doors.get(0));
          assertThat(history).hasSize(pair.accepted().size());
          assertThat(pair.history(doors.get(1))).as("the other replica's").isEqualTo(history);
        }
      }
    } finally {
      others.forEach(ServiceProcess::stop);
    }
  }
}
