package mostao.gateway.edge.limits;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * A rate that each client has for itself: tokens come evenly, and those of {@code burst} may be
 * saved up. Of more than {@code remembered} clients the longest unseen is forgotten, that is, it
 * has all tokens again.
 */
final class Rate {
  private final long amount;
  private final LoadingCache<String, Bucket> buckets;

  /**
   * @param perSecond 0: no limit
   * @param burst at least a second's worth is always saved up
   */
  Rate(int perSecond, Duration burst, int remembered, TimeMeter clock) {
    this(
        perSecond,
        Duration.ofSeconds(1),
        Math.max(perSecond, Math.multiplyExact((long) perSecond, burst.toMillis()) / 1000),
        // A client that was away so long has all tokens again: nothing is lost with its bucket.
        burst.plusSeconds(1),
        remembered,
        clock);
  }

  /** An amount of a day, all of which may be used at once. */
  static Rate ofDay(long amount, int remembered, TimeMeter clock) {
    Duration day = Duration.ofDays(1);
    return new Rate(amount, day, amount, day.plusSeconds(1), remembered, clock);
  }

  private Rate(
      long amount, Duration period, long capacity, Duration idle, int remembered, TimeMeter clock) {
    this.amount = amount;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(remembered)
            .expireAfterAccess(idle)
            .executor(Runnable::run)
            .build(
                client ->
                    Bucket.builder()
                        .withCustomTimePrecision(clock)
                        .addLimit(limit -> limit.capacity(capacity).refillGreedy(amount, period))
                        .build());
  }

  /**
   * Takes one token.
   *
   * @return nothing when there was one, else the whole seconds until there is, at least 1
   */
  OptionalInt take(String client) {
    return take(client, 1);
  }

  /**
   * Takes so many tokens, or none.
   *
   * @return nothing when there were so many, else the whole seconds until there are, at least 1
   */
  OptionalInt take(String client, long tokens) {
    if (amount == 0 || tokens == 0) {
      return OptionalInt.empty();
    }
    ConsumptionProbe probe = buckets.get(client).tryConsumeAndReturnRemaining(tokens);
    return probe.isConsumed()
        ? OptionalInt.empty()
        : OptionalInt.of(seconds(probe.getNanosToWaitForRefill()));
  }

  /** Of a second, or of a day; 0: no limit. */
  long amount() {
    return amount;
  }

  long remembered() {
    buckets.cleanUp();
    return buckets.estimatedSize();
  }

  private static int seconds(long nanos) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (nanos + 999_999_999) / 1_000_000_000));
  }
}
