package mostao.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mostao.local.os.Ports;
import mostao.local.os.StartFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailedStartTest {
  @TempDir Path folder;

  @Test
  void a_service_that_dies_at_start_ends_the_start_and_shows_why() throws Exception {
    StackSettings settings =
        StandIns.settings(folder)
            .withService("session", spec -> spec.with("standin.dies", "a broken heart"));

    assertThatThrownBy(() -> LocalStack.start(settings))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("session ended with code 3 while starting")
        .hasMessageContaining("I die of a broken heart");
    assertNothingIsLeft(settings);
  }

  @Test
  void closing_while_a_service_never_gets_ready_ends_the_start() throws Exception {
    StackSettings settings =
        StandIns.settings(folder)
            .withService("handle", spec -> spec.with("standin.never-ready", "true"));
    CountDownLatch othersReady = new CountDownLatch(5);
    LocalStack stack = new LocalStack(settings, new Counting(othersReady));

    CompletableFuture<Void> start = CompletableFuture.runAsync(stack::start);
    assertThat(othersReady.await(180, TimeUnit.SECONDS)).isTrue();
    stack.close();

    assertThat(start)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withRootCauseInstanceOf(Exception.class)
        .withMessageContaining("interrupted");
    assertNothingIsLeft(settings);
  }

  private static void assertNothingIsLeft(StackSettings settings) {
    for (int port = settings.port(); port < settings.port() + StackSettings.PORTS; port++) {
      assertThat(Ports.free(port)).as("port %d", port).isTrue();
    }
  }

  private record Counting(CountDownLatch ready) implements Progress {
    @Override
    public void starting(String part) {}

    @Override
    public void ready(String part, String address, Duration took) {
      ready.countDown();
    }

    @Override
    public void stopping(String part) {}

    @Override
    public void stopped(String part, Duration took) {}
  }
}
