package mostao.e2e.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import mostao.ao.testkit.simulation.PlantedBug;
import mostao.ao.testkit.simulation.Seeds;
import mostao.ao.testkit.simulation.Simulation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole deployments under faults drawn from seeds; see the README of ao/testkit. */
class SimulationTest {
  private static final long START = 1_731_234_567_000L;
  private static final int ORDINARY = 20_000;

  /** I4 costs as much again as the run itself. */
  private static final int REBUILT_EVERY = 8;

  /** A gateway that can't reach the broker says so; here it is by design, thousands of times. */
  private static final Logger GATEWAY = Logger.getLogger("mostao.gateway");

  @BeforeAll
  static void quiet() {
    GATEWAY.setLevel(Level.OFF);
  }

  @AfterAll
  static void loud() {
    GATEWAY.setLevel(null);
  }

  static void play(Simulation simulation, PlantedBug bug) {
    World world = new World(simulation, bug);
    world.live();
    new Findings(world).check();
    new Histories(world).check();
    if (simulation.random().below(REBUILT_EVERY) == 0) {
      new Rebuilt(world).check();
    }
  }

  @Test
  void nothingIsLostDoubledOrReordered() {
    int count = Integer.getInteger(Seeds.SEEDS, ORDINARY);
    Seeds.Report report =
        new Seeds(START, simulation -> play(simulation, PlantedBug.NONE)).all(1, count);
    Logger.getLogger("mostao.simulation").info(report.toString());
    assertThat(report.seeds()).isEqualTo(System.getProperty(Seeds.SEED) == null ? count : 1);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aPlantedBugIsFound(PlantedBug bug) {
    Optional<Seeds.Failure> found =
        new Seeds(START, simulation -> play(simulation, bug)).firstFailure(1, 200);
    assertThat(found).isPresent();
    Logger.getLogger("mostao.simulation")
        .info(bug + ": seed " + found.get().seed() + ": " + found.get().why().getMessage());
  }
}
