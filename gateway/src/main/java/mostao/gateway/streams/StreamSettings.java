package mostao.gateway.streams;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code mostao.stream}. */
@ConfigMapping(prefix = "mostao.stream")
public interface StreamSettings {
  /** How often an idle stream sends a heartbeat and checks its reader's permission again. */
  @WithDefault("15s")
  Duration heartbeat();

  /** How long a client may leave events unread before its stream is cut. */
  @WithDefault("30s")
  Duration stuck();

  /** How often a stream checks for events without a wake-up. */
  @WithDefault("10s")
  Duration recheck();

  /** How long a client is asked to wait before it connects again. */
  @WithDefault("1s")
  Duration retry();

  /** Streams open at a time. */
  @WithDefault("2000")
  int streams();

  /** Of these, from one address. */
  @WithDefault("100")
  int perAddress();

  /** Of these, with access tokens of one wallet. */
  @WithDefault("20")
  int perWallet();

  /** Bytes that may wait in a client's connection before nothing more is read for it. */
  @WithDefault("65536")
  int queueBytes();

  /** Evaluations read at a time. */
  @WithDefault("50")
  int pageRows();

  /** Bytes read at a time; one event may be larger. */
  @WithDefault("65536")
  int pageBytes();

  /** Messages to wallets held in memory, for each of the 24 partitions. */
  @WithDefault("1000")
  int ringRecords();

  /** Their bytes, for each of the 24 partitions. */
  @WithDefault("1048576")
  int ringBytes();

  /** Threads that read older messages to wallets back from the log. */
  @WithDefault("2")
  int readers();

  /** Records before the place a stream goes on, in which repeats are recognised. */
  @WithDefault("2000")
  int warmUp();
}
