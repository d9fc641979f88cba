package mostao.gateway.result;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;

/** Settings under {@code mostao.result}. */
@ConfigMapping(prefix = "mostao.result")
public interface ResultSettings {
  /** How long {@code GET /result} waits for an evaluation. */
  @WithDefault("30s")
  @WithName("wait")
  Duration longest();

  /**
   * When a waiting request first asks the unit again, should the outbox have been missed; the
   * interval doubles each time.
   */
  @WithDefault("1s")
  Duration recheck();

  /**
   * Bytes that Results published lately may take in memory. They are answered from there, without
   * asking the unit.
   */
  @WithDefault("8388608")
  long recentBytes();

  /**
   * How long after its evaluation a message is shown to anyone who knows its id, so that clients
   * that can't prove who they are get the answer to what they just sent. Later it takes an access
   * token of the process's owner, or of the wallet that sent it.
   */
  @WithDefault("PT1H")
  Duration capability();

  /**
   * Requests that may wait for a Result at a time. When all places are taken, the address that has
   * most makes room for one that has fewer: its oldest request is answered with 503.
   */
  @WithDefault("10000")
  int waiters();
}
