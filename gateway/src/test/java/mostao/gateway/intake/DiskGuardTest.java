package mostao.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mostao.ao.kafka.disk.FreeSpace;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.ErrorCode;
import org.junit.jupiter.api.Test;

class DiskGuardTest {
  private CompletableFuture<OptionalLong> answer = new CompletableFuture<>();
  private long now;

  @Test
  void belowTheLeastNothingIsTakenUntilThereIsRoom() {
    DiskGuard guard = guard(1_000);
    assertThat(guard.refusal()).as("not known yet").isEmpty();
    see(guard, OptionalLong.of(1_000));
    assertThat(guard.refusal()).isEmpty();
    see(guard, OptionalLong.of(999));
    ApiError refused = guard.refusal().orElseThrow();
    assertThat(refused.code()).isEqualTo(ErrorCode.DISK_FULL);
    assertThat(refused.error()).contains("999 bytes left", "1000");
    assertThat(refused.retryAfterSeconds()).hasValue(30);
    see(guard, OptionalLong.of(2_000));
    assertThat(guard.refusal()).isEmpty();
  }

  @Test
  void whatIsNotKnownOrOldRefusesNothing() {
    DiskGuard guard = guard(1_000);
    see(guard, OptionalLong.empty());
    assertThat(guard.refusal()).isEmpty();
    see(guard, OptionalLong.of(1));
    guard.look();
    answer.completeExceptionally(new TimeoutException());
    assertThat(guard.refusal()).isPresent();
    now += TimeUnit.SECONDS.toNanos(16);
    assertThat(guard.refusal()).isEmpty();
  }

  @Test
  void aLeastOfZeroIsNone() {
    DiskGuard guard = guard(0);
    see(guard, OptionalLong.of(0));
    assertThat(guard.refusal()).isEmpty();
  }

  private void see(DiskGuard guard, OptionalLong free) {
    guard.look();
    answer.complete(free);
  }

  private DiskGuard guard(long least) {
    FreeSpace space =
        () -> {
          answer = new CompletableFuture<>();
          return answer;
        };
    DiskSettings settings =
        new DiskSettings() {
          @Override
          public long free() {
            return least;
          }

          @Override
          public Duration check() {
            return Duration.ofSeconds(1);
          }
        };
    return new DiskGuard(space, settings, () -> now);
  }
}
