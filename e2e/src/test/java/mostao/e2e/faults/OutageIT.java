package mostao.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import mostao.local.os.Signal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The broker and the database go and come back in the middle of conversations. */
@ExtendWith(FaultSystem.class)
class OutageIT {
  private static final int PAIRS = 4;
  private static final int SOME = 100;

  /** Longer than a consumer may be silent. */
  private static final long FROZEN_MILLIS = FaultSystem.SESSION_TIMEOUT.plusSeconds(3).toMillis();

  /** The fault that happens while the load runs. */
  @FunctionalInterface
  private interface Fault {
    void happen(Load load) throws Exception;
  }

  @Test
  void aBrokerThatIsKilledLosesNothing() throws Exception {
    underLoad(
        "broker killed",
        load -> {
          FaultSystem.stack().broker().killAbruptly();
          Waiting.pause(1_000);
          FaultSystem.stack().broker().start();
        });
  }

  @Test
  @Tag("nightly")
  void aBrokerThatIsKilledAgainAndAgainLosesNothing() throws Exception {
    underLoad(
        "broker killed again and again",
        load -> {
          for (int i = 0; i < 3; i++) {
            FaultSystem.stack().broker().killAbruptly();
            FaultSystem.stack().broker().start();
            load.awaitAccepted(SOME);
          }
        });
  }

  @Test
  @Tag("nightly")
  void aBrokerThatIsRestartedLosesNothing() throws Exception {
    underLoad(
        "broker restarted",
        load -> {
          FaultSystem.stack().broker().stop();
          FaultSystem.stack().broker().start();
        });
  }

  @Test
  @Tag("nightly")
  void aBrokerThatStandsStillLosesNothing() throws Exception {
    underLoad(
        "broker frozen",
        load -> {
          FaultSystem.stack().broker().signal(Signal.STOP);
          Waiting.pause(FROZEN_MILLIS);
          FaultSystem.stack().broker().signal(Signal.CONT);
        });
  }

  @Test
  void aKilledDatabaseLosesNothingAndTheGatewayStaysOpen() throws Exception {
    underLoad(
        "database killed",
        load -> {
          FaultSystem.stack().database().killAbruptly();
          load.awaitAccepted(SOME);
          FaultSystem.stack().database().start();
        });
  }

  @Test
  @Tag("nightly")
  void aDatabaseThatIsRestartedLosesNothing() throws Exception {
    underLoad(
        "database restarted",
        load -> {
          FaultSystem.stack().database().stop();
          load.awaitAccepted(SOME);
          FaultSystem.stack().database().start();
        });
  }

  @Test
  @Tag("nightly")
  void brokerAndDatabaseKilledAtOnceLoseNothing() throws Exception {
    underLoad(
        "broker and database killed",
        load -> {
          FaultSystem.stack().broker().killAbruptly();
          FaultSystem.stack().database().killAbruptly();
          FaultSystem.stack().database().start();
          FaultSystem.stack().broker().start();
        });
  }

  private static void underLoad(String name, Fault fault) throws Exception {
    try (Load load = Load.start(PAIRS)) {
      load.awaitAccepted(SOME);
      fault.happen(load);
      LoadRecord.over(name);
      load.awaitAccepted(SOME);
      assertThat(Judge.settle(load).accepted()).isGreaterThan(2 * SOME);
    }
  }
}
