package mostao.gateway.scheduler;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;

/** Settings under {@code mostao.assignments}. */
@ConfigMapping(prefix = "mostao.assignments")
public interface AssignmentSettings {
  /**
   * How long a request waits for a long chain of assignments to be computed. Then the answer is
   * {@code NotReady}, and the computation continues.
   */
  @WithDefault("5s")
  @WithName("wait")
  Duration longest();

  /** Links of chains that are kept in memory, about 200 bytes each. */
  @WithDefault("100000")
  int checkpoints();

  /**
   * Assignment ids whose message is remembered, about 300 bytes each; older ones are not found by
   * that id.
   */
  @WithDefault("50000")
  int remembered();

  /**
   * Slots that a unit is asked for at once; a unit gives at most its {@code
   * mostao.limits.slot-rows}.
   */
  @WithDefault("500")
  int slots();

  /** Threads that sign assignments. */
  @WithDefault("1")
  int workers();

  /**
   * Pages and pieces of chains that may wait for one of these threads; further requests are refused
   * as {@code Overloaded}.
   */
  @WithDefault("1000")
  int queue();
}
