package mostao.client.http;

import java.time.Duration;

/**
 * How long to wait and how often to try.
 *
 * @param connectTimeout for one connection
 * @param requestTimeout for one answer, except Results
 * @param resultTimeout for the answer to one request for a Result, which the gateway holds open
 *     until the message is evaluated; longer than the gateway's own wait
 * @param attempts tries of one call, the first included
 * @param firstPause before the second try; doubled before each further one
 * @param longestPause upper limit, also for what the gateway asks for by Retry-After
 */
public record HttpSettings(
    Duration connectTimeout,
    Duration requestTimeout,
    Duration resultTimeout,
    int attempts,
    Duration firstPause,
    Duration longestPause) {
  /** 5 s, 15 s, 45 s; 8 tries with pauses of 100 ms to 5 s. */
  public static final HttpSettings DEFAULT =
      new HttpSettings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(45),
          8,
          Duration.ofMillis(100),
          Duration.ofSeconds(5));

  public HttpSettings {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts is " + attempts + ": set it to 1 or more");
    }
  }

  /** The same with so many tries that their pauses alone last this long, and no fewer. */
  public HttpSettings trying(Duration patience) {
    int tries = attempts;
    Duration paused = Duration.ZERO;
    for (int attempt = 2; attempt <= tries || paused.compareTo(patience) < 0; attempt++) {
      paused = paused.plus(pauseBefore(attempt));
      tries = Math.max(tries, attempt);
    }
    return new HttpSettings(
        connectTimeout, requestTimeout, resultTimeout, tries, firstPause, longestPause);
  }

  Duration pauseBefore(int attempt) {
    Duration pause = firstPause.multipliedBy(1L << Math.min(attempt - 2, 20));
    return shortest(pause);
  }

  Duration shortest(Duration pause) {
    return pause.compareTo(longestPause) < 0 ? pause : longestPause;
  }
}
