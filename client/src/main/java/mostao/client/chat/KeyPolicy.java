package mostao.client.chat;

import java.time.Duration;

/**
 * When a session key is replaced by itself, and how often is looked whether it has to be.
 *
 * @param longestUse of one key
 * @param mostMessages under one key, of both sides
 * @param believedFor how long devices and keys are taken as they were last seen, while writing
 */
public record KeyPolicy(Duration longestUse, long mostMessages, Duration believedFor) {
  /** 7 days, 100,000 messages; a look every minute. */
  public static final KeyPolicy DEFAULT =
      new KeyPolicy(Duration.ofDays(7), 100_000, Duration.ofMinutes(1));
}
