package mostao.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import mostao.ao.wire.MonitorRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import mostao.gateway.answer.ApiError;
import mostao.gateway.intake.Monitors.Monitor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class MonitorsTest {
  private final Monitors monitors = monitors(2, 3);

  @Test
  void aMonitorIsThereOnceItIsReadAndNotAfterItWasErased() {
    assertThat(monitors.begin(new Monitor("p", "w"))).isEmpty();
    monitors.end(new Monitor("p", "w"));
    read("p.w", Wire.encode(new MonitorRecord("p", "w", "i")));
    read("p.w", Wire.encode(new MonitorRecord("p", "w", "another")));
    assertThat(monitors.size()).isEqualTo(1);
    assertThat(code(monitors.begin(new Monitor("p", "w")))).isEqualTo("409 Monitored");
    assertThat(monitors.refuseToEnd(new Monitor("p", "w"))).isEmpty();
    read("p.w", null);
    read("p.w", null);
    assertThat(monitors.size()).isZero();
    assertThat(code(monitors.refuseToEnd(new Monitor("p", "w")))).isEqualTo("404 NotMonitored");
    assertThat(monitors.begin(new Monitor("p", "w"))).isEmpty();
  }

  @Test
  void twoAtOnceAreOne() {
    assertThat(monitors.begin(new Monitor("p", "w"))).isEmpty();
    assertThat(code(monitors.begin(new Monitor("p", "w")))).isEqualTo("409 Monitored");
  }

  @Test
  void aWalletHasABoundedNumberOfThemAlsoAtOnce() {
    read("p1.w", Wire.encode(new MonitorRecord("p1", "w", "i")));
    assertThat(monitors.begin(new Monitor("p2", "w"))).isEmpty();
    Optional<ApiError> refused = monitors.begin(new Monitor("p3", "w"));
    assertThat(code(refused)).isEqualTo("429 TooMany");
    assertThat(refused.get().retryAfterSeconds()).isPresent();
    assertThat(monitors.begin(new Monitor("p3", "another"))).isEmpty();
    assertThat(code(monitors.begin(new Monitor("p4", "a third")))).isEqualTo("503 Overloaded");
    monitors.end(new Monitor("p2", "w"));
    assertThat(monitors.begin(new Monitor("p3", "w"))).isEmpty();
  }

  @Test
  void whatIsNoMonitorIsSkipped() {
    byte[] good = Wire.encode(new MonitorRecord("p", "w", "i"));
    for (String key : List.of("p", "", ".w", "p.v", "q.w")) {
      read(key, good);
    }
    read("p.w", "{}".getBytes(StandardCharsets.UTF_8));
    read(null, good);
    assertThat(monitors.size()).isZero();
  }

  private static String code(Optional<ApiError> refused) {
    return refused.map(why -> why.status() + " " + why.code()).orElse("none");
  }

  private void read(String key, byte[] value) {
    monitors.record(new ConsumerRecord<>(Topics.MONITORS, 0, 0, key, value));
  }

  static Monitors monitors(int perWallet, int most) {
    return new Monitors(
        settings(perWallet, most), () -> CompletableFuture.completedFuture(Map.of()), () -> {});
  }

  static MonitorSettings settings(int perWallet, int most) {
    return new MonitorSettings() {
      @Override
      public int perWallet() {
        return perWallet;
      }

      @Override
      public int most() {
        return most;
      }

      @Override
      public Duration catchUpTimeout() {
        return Duration.ofSeconds(5);
      }
    };
  }
}
