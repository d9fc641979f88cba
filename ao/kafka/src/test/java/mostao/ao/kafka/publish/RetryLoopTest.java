package mostao.ao.kafka.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RetryLoopTest {
  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger retries = new AtomicInteger();
  private final RetryLoop persistence =
      new RetryLoop(
          "it", Duration.ofMillis(1), Duration.ofMillis(4), clock::get, retries::incrementAndGet);

  @Test
  void goesOnUntilItIsDone() throws ExecutionException, InterruptedException, TimeoutException {
    AtomicInteger attempts = new AtomicInteger();
    persistence
        .until(
            () -> {
              int attempt = attempts.incrementAndGet();
              if (attempt == 1) {
                throw new IllegalStateException("thrown");
              }
              return attempt < 6
                  ? CompletableFuture.failedFuture(new IllegalStateException("failed"))
                  : CompletableFuture.completedFuture(null);
            })
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
    assertThat(attempts).hasValue(6);
    assertThat(retries).hasValue(5);
  }

  @Test
  void knowsForHowLongItHasBeenAtIt() {
    CompletableFuture<Void> attempt = new CompletableFuture<>();
    assertThat(persistence.takesLongerThan(Duration.ZERO)).isFalse();
    persistence.until(() -> attempt);
    clock.set(Duration.ofSeconds(5).toNanos());
    assertThat(persistence.takesLongerThan(Duration.ofSeconds(5))).isFalse();
    clock.addAndGet(1);
    assertThat(persistence.takesLongerThan(Duration.ofSeconds(5))).isTrue();
    attempt.complete(null);
    assertThat(persistence.takesLongerThan(Duration.ofSeconds(5))).isFalse();
  }

  @Test
  void triesNothingAfterItsEnd() {
    persistence.close();
    AtomicInteger attempts = new AtomicInteger();
    persistence.until(
        () -> {
          attempts.incrementAndGet();
          return CompletableFuture.completedFuture(null);
        });
    assertThat(attempts).hasValue(0);
  }
}
