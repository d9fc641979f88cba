package mostao.client.demo;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import mostao.client.chat.WaitPolicy;
import mostao.client.http.HttpSettings;

/**
 * Where the demo runs.
 *
 * @param gateway base URL
 * @param bootstrapServers the broker, to show the way of the messages; without it the way is left
 *     out
 * @param wallets folder in which the wallets of alice and bob are kept from run to run, since their
 *     names are; made if it isn't there
 * @param messages how many each side sends
 * @param http waits and tries of the HTTP client
 * @param patience for registering, establishing, delivering
 */
public record DemoSettings(
    URI gateway,
    Optional<String> bootstrapServers,
    Path wallets,
    int messages,
    HttpSettings http,
    WaitPolicy patience) {
  private static final int MESSAGES = 10;

  public DemoSettings {
    Objects.requireNonNull(gateway, "gateway");
    Objects.requireNonNull(bootstrapServers, "bootstrapServers");
    Objects.requireNonNull(wallets, "wallets");
    if (messages < 1) {
      throw new IllegalArgumentException("messages is " + messages + ": set it to 1 or more");
    }
  }

  /** Ten messages each way, with the usual patience. */
  public static DemoSettings of(URI gateway, String bootstrapServers, Path wallets) {
    return new DemoSettings(
        gateway,
        Optional.of(bootstrapServers),
        wallets,
        MESSAGES,
        HttpSettings.DEFAULT,
        WaitPolicy.DEFAULT);
  }
}
