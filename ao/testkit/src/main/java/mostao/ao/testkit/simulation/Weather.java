package mostao.ao.testkit.simulation;

import java.util.List;

/** What happens to a deployment from outside: partitions move, clocks jump, operators reset. */
public final class Weather implements Actor {
  private static final int FURTHEST_JUMP_MS = 600_000;

  private final Simulation simulation;
  private final List<Group> groups;

  public Weather(Simulation simulation, List<Group> groups) {
    this.simulation = simulation;
    this.groups = List.copyOf(groups);
  }

  @Override
  public boolean step() {
    Fate fate = simulation.fate();
    if (fate.strikes(Fault.REBALANCE)) {
      fate.oneOf(groups).rebalance();
      return true;
    }
    if (fate.strikes(Fault.CLOCK_JUMP)) {
      simulation.jump(fate.below(2 * FURTHEST_JUMP_MS) - FURTHEST_JUMP_MS);
      return true;
    }
    if (fate.strikes(Fault.OFFSET_RESET)) {
      fate.oneOf(groups).reset();
      return true;
    }
    return false;
  }
}
