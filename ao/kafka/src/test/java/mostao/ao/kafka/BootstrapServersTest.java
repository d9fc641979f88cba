package mostao.ao.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BootstrapServersTest {
  private static final Duration PAUSE = Duration.ofMillis(1);

  @Test
  void aNameThatIsNotKnownYetIsWaitedFor() {
    AtomicInteger asked = new AtomicInteger();
    new BootstrapServers(
            host -> {
              if (asked.incrementAndGet() < 5) {
                throw new UnknownHostException(host);
              }
            },
            PAUSE)
        .awaitOneOf(servers("broker:9092"));
    assertThat(asked.get()).isEqualTo(5);
  }

  @Test
  void oneNameOfSeveralIsEnough() {
    List<String> asked = new ArrayList<>();
    new BootstrapServers(
            host -> {
              asked.add(host);
              if (!host.equals("b")) {
                throw new UnknownHostException(host);
              }
            },
            PAUSE)
        .awaitOneOf(servers("a:9092, SSL://b:9093"));
    assertThat(asked).containsExactly("a", "b");
  }

  @Test
  void whatIsNoServerIsLeftToTheClientToRefuse() {
    new BootstrapServers(
            host -> {
              throw new UnknownHostException(host);
            },
            PAUSE)
        .awaitOneOf(servers("no-port"));
  }

  @Test
  void whoWaitsCanBeStopped() throws Exception {
    CountDownLatch waiting = new CountDownLatch(2);
    BootstrapServers servers =
        new BootstrapServers(
            host -> {
              waiting.countDown();
              throw new UnknownHostException(host);
            },
            PAUSE);
    CompletableFuture<Void> start =
        CompletableFuture.runAsync(() -> servers.awaitOneOf(servers("broker:9092")));
    assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
    servers.stop();
    start.get(10, TimeUnit.SECONDS);
  }

  private static Map<String, Object> servers(String servers) {
    return Map.of("bootstrap.servers", servers);
  }
}
