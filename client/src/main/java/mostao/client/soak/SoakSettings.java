package mostao.client.soak;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import mostao.client.chat.WaitPolicy;
import mostao.client.http.HttpSettings;

/**
 * The load.
 *
 * @param gateway base URL
 * @param conversations at a time, each with a sender and a reader
 * @param perSecond messages of each conversation
 * @param readPause between two reads of a conversation, which is how exactly arrivals are timed
 * @param retryPause after a request that failed
 * @param drain how long to wait, at the end, for what was accepted
 */
public record SoakSettings(
    URI gateway,
    int conversations,
    int perSecond,
    Duration readPause,
    Duration retryPause,
    Duration drain) {
  public SoakSettings {
    Objects.requireNonNull(gateway, "gateway");
    if (conversations < 1 || perSecond < 1) {
      throw new IllegalArgumentException("conversations and messages a second start at 1");
    }
  }

  /** Reads every 100 ms, tries again after 100 ms, and waits a minute at the end. */
  public static SoakSettings of(URI gateway, int conversations, int perSecond) {
    return new SoakSettings(
        gateway,
        conversations,
        perSecond,
        Duration.ofMillis(100),
        Duration.ofMillis(100),
        Duration.ofSeconds(60));
  }

  /** For the load itself: a request that fails is told, not hidden by another try. */
  HttpSettings once() {
    HttpSettings usual = HttpSettings.DEFAULT;
    return new HttpSettings(
        usual.connectTimeout(),
        usual.requestTimeout(),
        usual.resultTimeout(),
        1,
        usual.firstPause(),
        usual.longestPause());
  }

  /** For registering and establishing, before the load. */
  WaitPolicy patience() {
    WaitPolicy usual = WaitPolicy.DEFAULT;
    return new WaitPolicy(drain, usual.firstPause(), usual.longestPause());
  }
}
