package mostao.e2e.fire;

import static org.assertj.core.api.Assertions.assertThat;

import mostao.local.os.Signal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The broker and the database go and come back in the middle of conversations. */
@ExtendWith(Fire.class)
class OutageIT {
  private static final int PAIRS = 4;
  private static final int SOME = 100;

  /** Longer than a consumer may be silent. */
  private static final long FROZEN_MILLIS = Fire.SESSION_TIMEOUT.plusSeconds(3).toMillis();

  /** What happens while the load runs. */
  @FunctionalInterface
  private interface Fault {
    void happen(Load load) throws Exception;
  }

  @Test
  void aBrokerThatIsKilledLosesNothing() throws Exception {
    underLoad(
        "broker killed",
        load -> {
          Fire.stack().broker().killAbruptly();
          Waiting.pause(1_000);
          Fire.stack().broker().start();
        });
  }

  @Test
  @Tag("nightly")
  void aBrokerThatIsKilledAgainAndAgainLosesNothing() throws Exception {
    underLoad(
        "broker killed again and again",
        load -> {
          for (int i = 0; i < 3; i++) {
            Fire.stack().broker().killAbruptly();
            Fire.stack().broker().start();
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
          Fire.stack().broker().stop();
          Fire.stack().broker().start();
        });
  }

  @Test
  @Tag("nightly")
  void aBrokerThatStandsStillLosesNothing() throws Exception {
    underLoad(
        "broker frozen",
        load -> {
          Fire.stack().broker().signal(Signal.STOP);
          Waiting.pause(FROZEN_MILLIS);
          Fire.stack().broker().signal(Signal.CONT);
        });
  }

  @Test
  void aDatabaseThatIsKilledLosesNothingAndTheDoorStaysOpenMeanwhile() throws Exception {
    underLoad(
        "database killed",
        load -> {
          Fire.stack().database().killAbruptly();
          load.awaitAccepted(SOME);
          Fire.stack().database().start();
        });
  }

  @Test
  @Tag("nightly")
  void aDatabaseThatIsRestartedLosesNothing() throws Exception {
    underLoad(
        "database restarted",
        load -> {
          Fire.stack().database().stop();
          load.awaitAccepted(SOME);
          Fire.stack().database().start();
        });
  }

  @Test
  @Tag("nightly")
  void brokerAndDatabaseKilledAtOnceLoseNothing() throws Exception {
    underLoad(
        "broker and database killed",
        load -> {
          Fire.stack().broker().killAbruptly();
          Fire.stack().database().killAbruptly();
          Fire.stack().database().start();
          Fire.stack().broker().start();
        });
  }

  private static void underLoad(String name, Fault fault) throws Exception {
    try (Load load = Load.start(PAIRS)) {
      load.awaitAccepted(SOME);
      fault.happen(load);
      Chronicle.over(name);
      load.awaitAccepted(SOME);
      assertThat(Judge.settle(load).accepted()).isGreaterThan(2 * SOME);
    }
  }
}
