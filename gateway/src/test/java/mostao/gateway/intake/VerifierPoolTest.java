package mostao.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VerifierPoolTest {
  private final VerifierPool pool = new VerifierPool("test-pool", 1, 50);
  private final CompletableFuture<Void> go = new CompletableFuture<>();

  @AfterEach
  void close() {
    go.complete(null);
    pool.close();
  }

  @Test
  void oneGreedyAddressKeepsNobodyWaiting() throws Exception {
    List<String> done = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> begun = new CompletableFuture<>();
    pool.submit("first", () -> begun.complete(null) && go.join() == null);
    begun.get(10, TimeUnit.SECONDS);
    List<CompletableFuture<Boolean>> greedy = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      greedy.add(pool.submit("192.0.2.1", () -> done.add("greedy")));
    }
    CompletableFuture<Boolean> ordinary = pool.submit("192.0.2.9", () -> done.add("ordinary"));
    assertThat(greedy.stream().filter(CompletableFuture::isCompletedExceptionally)).hasSize(51);
    assertThat(greedy.get(49)).as("its latest made room").isCompletedExceptionally();
    go.complete(null);
    assertThat(ordinary.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(done).startsWith("greedy", "ordinary");
    greedy.get(48).get(10, TimeUnit.SECONDS);
    assertThat(done).hasSize(50);
  }

  @Test
  void stepsOfWhatWasBegunAreBoundedToo() throws Exception {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    pool.submit("first", () -> begun.complete(null) && go.join() == null);
    begun.get(10, TimeUnit.SECONDS);
    for (int i = 0; i < 50; i++) {
      pool.execute(() -> {});
    }
    assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    // Clients' work has room of its own.
    assertThat(pool.submit("a", () -> 1)).isNotCompletedExceptionally();
  }

  @Test
  void aFailureIsTheAnswersAndAClosedPoolTakesNothing() {
    CompletableFuture<Object> failed =
        pool.submit(
            "a",
            () -> {
              throw new IllegalStateException("broken");
            });
    assertThatThrownBy(() -> failed.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IllegalStateException.class);
    pool.close();
    assertThat(pool.submit("a", () -> 1)).isCompletedExceptionally();
  }
}
