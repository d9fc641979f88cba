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
  private final int perSecond;
  private final LoadingCache<String, Bucket> buckets;

  /**
   * @param perSecond 0: no limit
   * @param burst at least a second's worth is always saved up
   */
  Rate(int perSecond, Duration burst, int remembered, TimeMeter clock) {
    this.perSecond = perSecond;
    long capacity = Math.max(perSecond, Math.multiplyExact(perSecond, burst.toMillis()) / 1000);
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(remembered)
            // A client that was away so long has all tokens again: nothing is lost with its bucket.
            .expireAfterAccess(burst.plusSeconds(1))
            .executor(Runnable::run)
            .build(
                client ->
                    Bucket.builder()
                        .withCustomTimePrecision(clock)
                        .addLimit(
                            limit ->
                                limit
                                    .capacity(capacity)
                                    .refillGreedy(perSecond, Duration.ofSeconds(1)))
                        .build());
  }

  /**
   * Takes one token.
   *
   * @return nothing when there was one, else the whole seconds until there is, at least 1
   */
  OptionalInt take(String client) {
    if (perSecond == 0) {
      return OptionalInt.empty();
    }
    ConsumptionProbe probe = buckets.get(client).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? OptionalInt.empty()
        : OptionalInt.of(seconds(probe.getNanosToWaitForRefill()));
  }

  int perSecond() {
    return perSecond;
  }

  long remembered() {
    buckets.cleanUp();
    return buckets.estimatedSize();
  }

  private static int seconds(long nanos) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (nanos + 999_999_999) / 1_000_000_000));
  }
}
