package mostao.ao.kafka.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchQueueTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);
  private final List<List<Integer>> batches = new CopyOnWriteArrayList<>();
  private final BatchQueue<Integer> queue =
      new BatchQueue<>("test", new BatchQueue.Limits(10, 1_000), this::take);

  private boolean take(List<Integer> batch) {
    entered.countDown();
    try {
      if (!open.await(60, TimeUnit.SECONDS)) {
        return false;
      }
    } catch (InterruptedException stopped) {
      return false;
    }
    batches.add(batch);
    return true;
  }

  @AfterEach
  void close() {
    open.countDown();
    queue.close();
  }

  private CompletionStage<Void> put(long bytes, int from, int to) {
    return queue.put(
        IntStream.range(from, to).mapToObj(i -> new BatchQueue.Item<>(bytes, i)).toList());
  }

  private List<Integer> taken() {
    List<Integer> all = new ArrayList<>();
    batches.forEach(all::addAll);
    return all;
  }

  private void begin() {
    put(1, 0, 1);
    await().atMost(LONG).until(() -> entered.getCount() == 0);
  }

  private static boolean isDone(CompletionStage<Void> stage) {
    return stage.toCompletableFuture().isDone();
  }

  @Test
  void whatComesWhileABatchIsTakenIsTheNextInOrder() {
    begin();
    for (int i = 1; i < 8; i++) {
      assertThat(isDone(put(1, i, i + 1))).isTrue();
    }
    open.countDown();
    await().atMost(LONG).until(() -> taken().size() == 8);
    assertThat(batches).isEqualTo(List.of(List.of(0), IntStream.range(1, 8).boxed().toList()));
  }

  @Test
  void aBatchIsBoundedAndThereIsRoomOnceItHasBegun() {
    begin();
    CompletionStage<Void> room = put(1, 1, 16);
    assertThat(isDone(room)).isFalse();
    open.countDown();
    await().atMost(LONG).until(() -> taken().size() == 16);
    assertThat(isDone(room)).isTrue();
    assertThat(batches).extracting(List::size).containsExactly(1, 10, 5);
    assertThat(taken()).isEqualTo(IntStream.range(0, 16).boxed().toList());
  }

  @Test
  void aBatchIsBoundedInBytesToo() {
    begin();
    CompletionStage<Void> room = put(600, 1, 6);
    assertThat(isDone(room)).isFalse();
    open.countDown();
    await().atMost(LONG).until(() -> taken().size() == 6);
    assertThat(batches).extracting(List::size).containsExactly(1, 2, 2, 1);
  }

  @Test
  void whoGathersWaitsNoLongerThanTheBatch() {
    queue.gather();
    assertThat(queue.isBusy()).as("nothing is taken").isFalse();
    begin();
    assertThat(queue.isBusy()).isTrue();
    queue.gather();
    open.countDown();
    await().atMost(LONG).until(() -> !queue.isBusy());
  }

  @Test
  void whoPutsIsToldOfABug() {
    try (BatchQueue<Integer> broken =
        new BatchQueue<>(
            "broken",
            new BatchQueue.Limits(1, 1_000),
            batch -> {
              throw new AssertionError("planted");
            })) {
      List<BatchQueue.Item<Integer>> two =
          List.of(new BatchQueue.Item<>(1, 1), new BatchQueue.Item<>(1, 2));
      assertThat(broken.put(two))
          .failsWithin(LONG)
          .withThrowableThat()
          .withMessageContaining("planted");
      assertThat(broken.put(two))
          .failsWithin(LONG)
          .withThrowableThat()
          .withMessageContaining("planted");
    }
  }

  @Test
  void afterTheEndNoBatchBegins() {
    begin();
    put(1, 1, 2);
    assertThat(queue.finish(Duration.ofMillis(1))).isFalse();
    open.countDown();
    assertThat(queue.finish(LONG)).isTrue();
    assertThat(taken()).containsExactly(0);
  }
}
