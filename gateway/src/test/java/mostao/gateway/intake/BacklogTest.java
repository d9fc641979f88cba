package mostao.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import mostao.ao.kafka.lag.TopicLag;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.ErrorCode;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private long now = 1_000;
  private final AtomicInteger asked = new AtomicInteger();
  private CompletableFuture<Map<String, Long>> answer = new CompletableFuture<>();

  @Test
  void itemsAreRefusedWhileOneQueueIsTooLong() {
    Backlog backlog = backlog(100);
    see(backlog, Map.of("ao.handle.inbox", 100L, "ao.session.inbox", 100L));
    assertThat(backlog.refusal()).isEmpty();

    see(backlog, Map.of("ao.handle.inbox", 7L, "ao.session.inbox", 101L));
    ApiError refused = backlog.refusal().orElseThrow();
    assertThat(refused.code()).isEqualTo(ErrorCode.OVERLOADED);
    assertThat(refused.retryAfterSeconds()).hasValue(1);
    assertThat(refused.error()).contains("101 records wait on ao.session.inbox", "100");

    see(backlog, Map.of("ao.handle.inbox", 7L, "ao.session.inbox", 99L));
    assertThat(backlog.refusal()).isEmpty();
  }

  @Test
  void withALimitOfZeroNothingIsRefused() {
    Backlog backlog = backlog(0);
    see(backlog, Map.of("ao.handle.inbox", Long.MAX_VALUE));
    assertThat(backlog.refusal()).isEmpty();
  }

  @Test
  void aFailedLookChangesNothingUntilWhatWasSeenIsTooOldToBelieve() {
    Backlog backlog = backlog(100);
    see(backlog, Map.of("ao.handle.inbox", 101L));
    backlog.look();
    answer.completeExceptionally(new TimeoutException());
    assertThat(backlog.refusal()).isPresent();
    now += TimeUnit.SECONDS.toNanos(16);
    assertThat(backlog.refusal()).isEmpty();
  }

  @Test
  void aBrokerThatDoesNotAnswerIsNotAskedAgainMeanwhile() {
    Backlog backlog = backlog(100);
    backlog.look();
    backlog.look();
    assertThat(asked).hasValue(1);
    answer.complete(Map.of());
    backlog.look();
    assertThat(asked).hasValue(2);
  }

  private void see(Backlog backlog, Map<String, Long> waiting) {
    backlog.look();
    answer.complete(waiting);
  }

  private Backlog backlog(long most) {
    TopicLag waiting =
        new TopicLag() {
          @Override
          public CompletionStage<Map<String, Long>> ask() {
            asked.incrementAndGet();
            answer = new CompletableFuture<>();
            return answer;
          }

          @Override
          public void close() {}
        };
    BacklogSettings settings =
        new BacklogSettings() {
          @Override
          public long records() {
            return most;
          }

          @Override
          public Duration check() {
            return Duration.ofSeconds(1);
          }
        };
    return new Backlog(waiting, settings, () -> now);
  }
}
