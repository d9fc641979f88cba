package mostao.ao.kafka.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchQueueTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration REST = Duration.ofMillis(20);

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);
  private final List<List<Integer>> batches = new CopyOnWriteArrayList<>();
  private final BatchQueue<Integer> queue =
      new BatchQueue<>("test", new BatchQueue.Limits(10, 1_000, REST), this::take);

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
            new BatchQueue.Limits(1, 1_000, REST),
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

  /** A queue whose batches take so long by its clock, which stands still otherwise. */
  private BatchQueue<Integer> queue(AtomicLong clock, Duration took) {
    return queue(clock, took, REST);
  }

  private BatchQueue<Integer> queue(AtomicLong clock, Duration took, Duration rest) {
    return new BatchQueue<>(
        "rests",
        new BatchQueue.Limits(10, 1_000, rest),
        batch -> {
          clock.addAndGet(took.toNanos());
          return batches.add(batch);
        },
        clock::get);
  }

  private static void put(BatchQueue<Integer> queue, int from, int to) {
    queue.put(IntStream.range(from, to).mapToObj(i -> new BatchQueue.Item<>(1, i)).toList());
  }

  private static boolean rests() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(t -> t.getName().equals("rests") && t.getState() == Thread.State.TIMED_WAITING);
  }

  private void awaitBatches(int count) {
    await().atMost(LONG).until(() -> batches.size() == count);
  }

  @Test
  void behindSeveralRecordsTheThreadRestsAsLongAsTheyTook() {
    AtomicLong clock = new AtomicLong();
    try (BatchQueue<Integer> resting = queue(clock, Duration.ofMillis(9))) {
      put(resting, 0, BatchQueue.SEVERAL);
      awaitBatches(1);
      put(resting, 4, 5);
      await().atMost(LONG).until(BatchQueueTest::rests);
      clock.addAndGet(Duration.ofMillis(9).toNanos() - 1);
      put(resting, 5, 6);
      await().atMost(LONG).until(BatchQueueTest::rests);
      assertThat(batches).hasSize(1);
      clock.addAndGet(1);
      awaitBatches(2);
    }
    assertThat(batches).isEqualTo(List.of(List.of(0, 1, 2, 3), List.of(4, 5)));
  }

  @Test
  void aRestEndsInTimeHoweverLongABatchTook() {
    AtomicLong clock = new AtomicLong();
    try (BatchQueue<Integer> resting = queue(clock, Duration.ofMillis(19))) {
      put(resting, 0, 5);
      awaitBatches(1);
      put(resting, 5, 6);
      await().atMost(LONG).until(BatchQueueTest::rests);
      clock.addAndGet(REST.minusMillis(19).toNanos());
      awaitBatches(2);
    }
    batches.clear();
    try (BatchQueue<Integer> tired = queue(clock, Duration.ofHours(1))) {
      put(tired, 0, 5);
      awaitBatches(1);
      put(tired, 5, 6);
      awaitBatches(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"3, PT0.02S", "5, PT0S"})
  void nobodyRestsBehindFewRecordsNorWhereNoRestIsWanted(int records, Duration rest) {
    AtomicLong clock = new AtomicLong();
    try (BatchQueue<Integer> restless = queue(clock, Duration.ofMillis(9), rest)) {
      put(restless, 0, records);
      awaitBatches(1);
      put(restless, records, records + 1);
      awaitBatches(2);
    }
  }

  @Test
  void aFullQueueEndsARest() {
    AtomicLong clock = new AtomicLong();
    try (BatchQueue<Integer> resting = queue(clock, Duration.ofMillis(9))) {
      put(resting, 0, 5);
      awaitBatches(1);
      put(resting, 5, 14);
      await().atMost(LONG).until(BatchQueueTest::rests);
      assertThat(batches).hasSize(1);
      put(resting, 14, 15);
      awaitBatches(2);
    }
    assertThat(batches.get(1)).hasSize(10);
  }

  /** Says what it is asked for, and waits in a batch as long as it is told to. */
  private final class Said implements BatchQueue.Taker<Integer> {
    private final List<String> said = new CopyOnWriteArrayList<>();
    private boolean goesOn = true;

    @Override
    public boolean take(List<Integer> batch) {
      said.add("take " + batch);
      return BatchQueueTest.this.take(batch);
    }

    @Override
    public boolean settle() {
      said.add("settle");
      return goesOn;
    }
  }

  private BatchQueue<Integer> queue(Said taker) {
    return new BatchQueue<>("settles", new BatchQueue.Limits(10, 1_000, REST), taker);
  }

  @Test
  void whatIsLeftOpenIsSettledWhenNothingWaits() {
    Said taker = new Said();
    try (BatchQueue<Integer> settling = queue(taker)) {
      put(settling, 0, 1);
      await().atMost(LONG).until(() -> entered.getCount() == 0);
      put(settling, 1, 3);
      open.countDown();
      await().atMost(LONG).until(() -> taker.said.size() == 3);
    }
    assertThat(taker.said).containsExactly("take [0]", "take [1, 2]", "settle");
  }

  @Test
  void whatIsLeftOpenIsSettledBeforeARest() {
    AtomicLong clock = new AtomicLong();
    List<String> said = new CopyOnWriteArrayList<>();
    BatchQueue.Taker<Integer> taker =
        new BatchQueue.Taker<>() {
          @Override
          public boolean take(List<Integer> batch) {
            clock.addAndGet(Duration.ofMillis(9).toNanos());
            said.add("take " + batch.size());
            return BatchQueueTest.this.take(batch);
          }

          @Override
          public boolean settle() {
            return said.add("settle");
          }
        };
    try (BatchQueue<Integer> resting =
        new BatchQueue<>("rests", new BatchQueue.Limits(10, 1_000, REST), taker, clock::get)) {
      put(resting, 0, 5);
      await().atMost(LONG).until(() -> entered.getCount() == 0);
      put(resting, 5, 6);
      open.countDown();
      await().atMost(LONG).until(() -> said.size() == 2);
      assertThat(said).containsExactly("take 5", "settle");
      clock.addAndGet(REST.toNanos());
      await().atMost(LONG).until(() -> said.size() == 4);
    }
    assertThat(said).containsExactly("take 5", "settle", "take 1", "settle");
  }

  @Test
  void whatIsLeftOpenIsSettledAtTheEnd() {
    Said taker = new Said();
    try (BatchQueue<Integer> settling = queue(taker)) {
      put(settling, 0, 1);
      await().atMost(LONG).until(() -> entered.getCount() == 0);
      put(settling, 1, 3);
      assertThat(settling.finish(Duration.ofMillis(1))).isFalse();
      open.countDown();
      assertThat(settling.finish(LONG)).isTrue();
    }
    assertThat(taker.said).containsExactly("take [0]", "settle");
  }

  @Test
  void whoCantSettleStops() {
    Said taker = new Said();
    taker.goesOn = false;
    open.countDown();
    try (BatchQueue<Integer> settling = queue(taker)) {
      put(settling, 0, 1);
      await().atMost(LONG).until(() -> taker.said.size() == 2);
      put(settling, 1, 2);
      assertThat(settling.finish(LONG)).isTrue();
    }
    assertThat(taker.said).containsExactly("take [0]", "settle");
  }

  @Test
  void whoStopsWaitsForNoRest() {
    AtomicLong clock = new AtomicLong();
    try (BatchQueue<Integer> resting = queue(clock, Duration.ofMillis(9))) {
      put(resting, 0, 5);
      awaitBatches(1);
      put(resting, 5, 6);
      await().atMost(LONG).until(BatchQueueTest::rests);
      assertThat(resting.finish(LONG)).isTrue();
    }
    assertThat(batches).hasSize(1);
  }

  @Test
  void aRestIsAtMostASecond() {
    for (Duration wrong : List.of(Duration.ofMillis(-1), Duration.ofMillis(1_001))) {
      assertThatThrownBy(() -> new BatchQueue.Limits(10, 1_000, wrong))
          .hasMessageContaining(wrong.toString());
      assertThatThrownBy(() -> BatchQueue.Limits.checkRest("mostao.rest", wrong))
          .hasMessageContaining("mostao.rest is " + wrong)
          .hasMessageContaining("at most PT1S");
    }
    BatchQueue.Limits.checkRest("mostao.rest", Duration.ZERO);
    assertThat(new BatchQueue.Limits(10, 1_000, Duration.ofSeconds(1)).rest()).hasSeconds(1);
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
