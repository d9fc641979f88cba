package mostao.client.bench;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import mostao.client.chat.WaitPolicy;
import mostao.client.http.HttpSettings;

/**
 * The load to run.
 *
 * @param gateway base URL
 * @param conversations at a time, each with one message in flight
 * @param duration of the measurement; registering and establishing come before
 * @param contentBytes length of a message as sealed, which is what the session keeps
 */
public record BenchSettings(
    URI gateway,
    int conversations,
    Duration duration,
    int contentBytes,
    HttpSettings http,
    WaitPolicy patience) {
  public BenchSettings {
    Objects.requireNonNull(gateway, "gateway");
    Objects.requireNonNull(duration, "duration");
    if (conversations < 1 || contentBytes < 1 || duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("conversations, duration and content start at 1");
    }
  }

  /** With the usual patience and contents of 256 bytes. */
  public static BenchSettings of(URI gateway, int conversations, Duration duration) {
    return new BenchSettings(
        gateway, conversations, duration, 256, HttpSettings.DEFAULT, WaitPolicy.DEFAULT);
  }
}
