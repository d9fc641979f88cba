package mostao.gateway.streams;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code mostao.stream}. */
@ConfigMapping(prefix = "mostao.stream")
public interface StreamSettings {
  /**
   * How often an idle stream sends a heartbeat, and how often its reader's right to read is
   * checked.
   */
  @WithDefault("15s")
  Duration heartbeat();

  /** How long a client may leave sent data unread before its stream is closed. */
  @WithDefault("30s")
  Duration stuck();

  /** How often a stream looks for events that nothing woke it for. */
  @WithDefault("10s")
  Duration recheck();

  /** How long clients are asked to wait before they connect again. */
  @WithDefault("1s")
  Duration retry();

  /**
   * Streams open at a time. When there are so many, the address that has most makes room for one
   * that has fewer: its oldest ends with the code {@code Overloaded}.
   */
  @WithDefault("2000")
  int streams();

  /** Of these, from one address; further ones are refused as {@code TooMany}. 0: no limit. */
  @WithDefault("100")
  int perAddress();

  /**
   * Of these, with access tokens of one wallet; further ones are refused as {@code TooMany}. 0: no
   * limit.
   */
  @WithDefault("20")
  int perWallet();

  /** What may wait in a client's connection; above that, nothing more is read for it. */
  @WithDefault("65536")
  int queueBytes();

  /** Evaluations read at a time. */
  @WithDefault("50")
  int pageRows();

  /** Bytes of evaluations read at a time; a larger one is read alone. */
  @WithDefault("65536")
  int pageBytes();

  /**
   * The latest messages to wallets that are held in memory, for each of 24 partitions; older ones
   * are read from the broker.
   */
  @WithDefault("1000")
  int ringRecords();

  /** Their bytes, for each of 24 partitions. */
  @WithDefault("1048576")
  int ringBytes();

  /** Threads that read older messages to wallets back from the broker. */
  @WithDefault("2")
  int readers();

  /**
   * Records before the position at which a wallet's stream goes on, in which repeats are
   * recognised.
   */
  @WithDefault("2000")
  int warmUp();
}
