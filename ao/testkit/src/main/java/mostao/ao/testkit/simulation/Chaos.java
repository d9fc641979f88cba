package mostao.ao.testkit.simulation;

import java.util.List;

/** External events of a deployment: partitions move, clocks jump, operators reset. */
public final class Chaos implements Actor {
  private static final int FURTHEST_JUMP_MS = 600_000;

  private final Simulation simulation;
  private final List<Group> groups;

  public Chaos(Simulation simulation, List<Group> groups) {
    this.simulation = simulation;
    this.groups = List.copyOf(groups);
  }

  @Override
  public boolean step() {
    SeededRandom random = simulation.random();
    if (random.strikes(Fault.REBALANCE)) {
      random.oneOf(groups).rebalance();
      return true;
    }
    if (random.strikes(Fault.CLOCK_JUMP)) {
      simulation.jump(random.below(2 * FURTHEST_JUMP_MS) - FURTHEST_JUMP_MS);
      return true;
    }
    if (random.strikes(Fault.OFFSET_RESET)) {
      random.oneOf(groups).reset();
      return true;
    }
    return false;
  }
}
