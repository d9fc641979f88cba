package mostao.client.bench;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import mostao.client.chat.WaitPolicy;
import mostao.client.http.HttpSettings;
import mostao.client.wallet.WalletType;

/**
 * The load to run.
 *
 * @param gateway base URL
 * @param bootstrapServers the broker, to see deliveries on the topics; without it they are seen on
 *     live streams of the gateway
 * @param load how messages are sent
 * @param wallet of the senders
 * @param sessions pairs of handles, in each of which one writes to the other
 * @param size bytes of a message's content, which is what the session keeps of it
 * @param warmUp before the measurement, under the same load
 * @param folder where wallets, sessions and signed items are kept from run to run
 * @param connections to the gateway, each with one request at a time
 * @param addresses that these come from: 127.0.0.2 and up, the gateway being on this machine; 1 for
 *     the machine's own
 * @param drain how long to wait, at the end, for what was not delivered yet
 * @param http for preparing and checking; the load has its own connections
 * @param patience for preparing and checking
 */
public record BenchSettings(
    URI gateway,
    Optional<String> bootstrapServers,
    Load load,
    WalletType wallet,
    int sessions,
    int size,
    Duration warmUp,
    Duration duration,
    Path folder,
    int connections,
    int addresses,
    Duration drain,
    HttpSettings http,
    WaitPolicy patience) {
  /** What tells a content from all others takes so many bytes of it. */
  public static final int LEAST_SIZE = Contents.NUMBER_DIGITS;

  /** What a session takes. */
  public static final int MOST_SIZE = 64 * 1024;

  /** 127.0.0.2 to 127.0.0.251. */
  public static final int MOST_ADDRESSES = 250;

  public BenchSettings {
    Objects.requireNonNull(gateway, "gateway");
    Objects.requireNonNull(folder, "folder");
    if (sessions < 1 || connections < 1 || addresses < 1) {
      throw new IllegalArgumentException("sessions, connections and addresses start at 1");
    }
    if (addresses > MOST_ADDRESSES) {
      throw new IllegalArgumentException("addresses are at most " + MOST_ADDRESSES);
    }
    if (size < LEAST_SIZE || size > MOST_SIZE) {
      throw new IllegalArgumentException(
          "a size is from " + LEAST_SIZE + " to " + MOST_SIZE + " bytes");
    }
    if (warmUp.isNegative() || duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("a warm-up starts at 0 s and a duration above");
    }
  }

  /** Messages to have signed before the run. */
  long items() {
    double seconds = warmUp.plus(duration).toMillis() / 1e3;
    return (long) Math.ceil(seconds * load.mostPerSecond());
  }
}
