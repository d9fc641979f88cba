package mostao.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import mostao.ao.kafka.lag.TopicLag;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.ErrorCode;
import mostao.gateway.edge.limits.ClientAddress;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private long now = 1_000;
  private final AtomicInteger asked = new AtomicInteger();
  private CompletableFuture<Map<String, Long>> answer = new CompletableFuture<>();

  @Test
  void itemsAreRefusedWhileOneQueueIsTooLong() {
    Backlog backlog = backlog(100);
    see(backlog, Map.of("ao.handle.inbox", 100L, "ao.session.inbox", 100L));
    assertThat(backlog.refusal("a")).isEmpty();

    see(backlog, Map.of("ao.handle.inbox", 7L, "ao.session.inbox", 101L));
    assertThat(backlog.refusal("b")).as("wrote nothing yet").isEmpty();
    wrote(backlog, "a", 10);
    wrote(backlog, "b", 1);
    assertThat(backlog.refusal("b")).as("wrote less").isEmpty();
    ApiError refused = backlog.refusal("a").orElseThrow();
    assertThat(refused.code()).isEqualTo(ErrorCode.OVERLOADED);
    assertThat(refused.retryAfterSeconds()).hasValue(1);
    assertThat(refused.error()).contains("101 records wait on ao.session.inbox", "100");

    see(backlog, Map.of("ao.handle.inbox", 7L, "ao.session.inbox", 99L));
    assertThat(backlog.refusal("a")).isEmpty();
  }

  @Test
  void whenAQuarterMoreWaitsEverybodyIsRefused() {
    Backlog backlog = backlog(100);
    wrote(backlog, "a", 10);
    see(backlog, Map.of("ao.handle.inbox", 125L));
    assertThat(backlog.refusal("b")).isEmpty();
    see(backlog, Map.of("ao.handle.inbox", 126L));
    assertThat(backlog.refusal("b")).isPresent();
  }

  /** One address, then one IPv6 customer with a million addresses, beside somebody ordinary. */
  @Test
  void oneGreedyAddressOrNetworkWaitsAndAnOrdinaryClientDoesNot() {
    for (String greedy : List.of("192.0.2.1", "2001:db8:0:7::%x")) {
      Backlog backlog = backlog(100);
      for (int i = 0; i < 5_000; i++) {
        wrote(backlog, ClientAddress.key(String.format(Locale.ROOT, greedy, i)), 1);
      }
      wrote(backlog, ClientAddress.key("192.0.2.9"), 3);
      see(backlog, Map.of("ao.handle.inbox", 110L));
      String again = ClientAddress.key(String.format(Locale.ROOT, greedy, 7_000));
      assertThat(backlog.refusal(again)).as(greedy).isPresent();
      assertThat(backlog.refusal(ClientAddress.key("192.0.2.9"))).as(greedy).isEmpty();
      now += TimeUnit.SECONDS.toNanos(61);
      see(backlog, Map.of("ao.handle.inbox", 110L));
      assertThat(backlog.refusal(again)).as("a minute later").isEmpty();
    }
  }

  private static void wrote(Backlog backlog, String client, int times) {
    for (int i = 0; i < times; i++) {
      backlog.wrote(client);
    }
  }

  @Test
  void withALimitOfZeroNothingIsRefused() {
    Backlog backlog = backlog(0);
    see(backlog, Map.of("ao.handle.inbox", Long.MAX_VALUE));
    assertThat(backlog.refusal("a")).isEmpty();
  }

  @Test
  void aFailedLookChangesNothingUntilWhatWasSeenIsTooOldToBelieve() {
    Backlog backlog = backlog(100);
    see(backlog, Map.of("ao.handle.inbox", 126L));
    backlog.look();
    answer.completeExceptionally(new TimeoutException());
    assertThat(backlog.refusal("a")).isPresent();
    now += TimeUnit.SECONDS.toNanos(16);
    assertThat(backlog.refusal("a")).isEmpty();
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
        () -> {
          asked.incrementAndGet();
          answer = new CompletableFuture<>();
          return answer;
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
