package mostao.ao.runtime.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import mostao.ao.ans104.Verifier;
import mostao.ao.kafka.trace.Traces;
import mostao.ao.process.Rules;
import mostao.ao.testkit.memory.MemoryStore;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.turn.Outbox;
import mostao.ao.turn.Publication;
import mostao.ao.turn.ReadRecord;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.turn.Store;
import mostao.ao.turn.Turn;
import mostao.ao.wire.DeadLetter;
import org.junit.jupiter.api.Test;

/** With records that are no messages: each is a dead letter, and nothing is evaluated. */
class BatchesTest {
  private final List<String> said = new ArrayList<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final InboxState state = new InboxState(registry);
  private final MemoryStore<Object, Object> rows =
      new MemoryStore<>(
          () -> {
            throw new AssertionError("no process is born");
          });
  private final Consumer consumer = new Consumer();
  private final Batches batches =
      new Batches(consumer, state, new InboxMeters(registry, Traces.OFF));

  /** How many of the next attempts fail. */
  private int refused;

  private int unanswered;
  private int unkept;

  /** Why they do, by their causes. */
  private Throwable why;

  private boolean doomed;

  /** How often something is tried again before this program stops. */
  private int stopsAfter = 20;

  /** Says what goes on. */
  private final class Consumer implements Batches.Turns, Outbox {
    private final Turn<Object, Object> turn =
        new Turn<>(
            "counter",
            (view, env, reference, message) -> {
              throw new AssertionError("nothing is a message");
            },
            Rules.defaults(),
            new InboxVerifier(Verifier.withBouncyCastle()),
            new Store<>() {
              @Override
              public <T> T transact(Function<Work<Object, Object>, T> work) {
                T done = rows.transact(work);
                if (unkept > 0) {
                  unkept--;
                  throw new BrokenDependency("the database does not say whether it kept it", null);
                }
                return done;
              }
            },
            this,
            (message, bug) -> {
              throw new AssertionError(bug);
            });

    @Override
    public List<ReadRecord> following(List<ReadRecord> batch) {
      return batch.stream().filter(read -> read.received().offset() >= 0).toList();
    }

    @Override
    public Turn.Kept keep(List<ReadRecord> batch, Runnable settled) {
      return turn.keep(
          batch,
          Map.of(),
          () -> {
            said.add("reads " + offsets(batch));
            settled.run();
            said.add("goes on");
            if (doomed) {
              throw new BrokenDependency("the database refuses it", why);
            }
          });
    }

    @Override
    public void published(List<ReadRecord> records) {
      said.add("published " + offsets(records));
    }

    @Override
    public void condemn(ReceivedRecord received, Throwable reason) {
      said.add("condemns " + received.offset());
      doomed = false;
    }

    @Override
    public boolean isStoppedAfter(int failures) {
      said.add("pause " + failures);
      return failures >= stopsAfter;
    }

    @Override
    public void publish(List<Publication> results, List<DeadLetter> letters) {
      throw new AssertionError("it waits where it need not");
    }

    @Override
    public HandedOver hand(List<Publication> results, List<DeadLetter> letters) {
      if (refused > 0) {
        refused--;
        throw new BrokenDependency("the producer did not take a record", null);
      }
      said.add("hands " + letters.stream().map(DeadLetter::offset).toList());
      return () -> {
        if (unanswered > 0) {
          unanswered--;
          throw new BrokenDependency("the broker did not acknowledge a record", why);
        }
        said.add("acknowledged");
      };
    }
  }

  private static List<Long> offsets(List<ReadRecord> records) {
    return records.stream().map(read -> read.received().offset()).toList();
  }

  private List<ReadRecord> batch(long... offsets) {
    byte[] garbage = "garbage".getBytes(StandardCharsets.UTF_8);
    return LongStream.of(offsets)
        .mapToObj(
            offset ->
                consumer.turn.read(
                    new ReceivedRecord(
                        "ao.counter.inbox", 0, offset, 1, "key", garbage, Optional.empty())))
        .toList();
  }

  private double underWay() {
    return registry.get("mostao.inbox.oldest").gauge().value();
  }

  @Test
  void aTurnReadsWhileTheOneBeforeIsPublished() {
    assertThat(batches.take(batch(0, 1))).isTrue();
    assertThat(said).containsExactly("reads [0, 1]", "goes on", "hands [0, 1]");
    assertThat(underWay()).isPositive();
    said.clear();

    assertThat(batches.take(batch(2))).isTrue();
    assertThat(said)
        .containsExactly("reads [2]", "acknowledged", "published [0, 1]", "goes on", "hands [2]");
    said.clear();

    assertThat(batches.settle()).isTrue();
    assertThat(said).containsExactly("acknowledged", "published [2]");
    assertThat(underWay()).isZero();
    assertThat(batches.settle()).isTrue();
    assertThat(registry.get("mostao.inbox.dead.letters").counter().count()).isEqualTo(3);
    assertThat(registry.get("mostao.turn").timer().count()).isEqualTo(2);
  }

  @Test
  void aTurnThatIsNotPublishedIsPublishedBeforeTheNextIsTakenAgain() {
    batches.take(batch(0));
    unanswered = 2;
    said.clear();

    assertThat(batches.take(batch(1, 2))).isTrue();
    assertThat(said)
        .containsExactly(
            "reads [1, 2]",
            "pause 1",
            "hands [0]",
            "pause 2",
            "hands [0]",
            "acknowledged",
            "published [0]",
            "reads [1]",
            "goes on",
            "hands [1]",
            "acknowledged",
            "published [1]",
            "reads [2]",
            "goes on",
            "hands [2]");
    assertThat(state.trouble()).isEmpty();
    assertThat(batches.settle()).isTrue();
    assertThat(underWay()).isZero();
  }

  @Test
  void whatThereIsNoRoomForIsHandedOverAgain() {
    refused = 1;
    assertThat(batches.take(batch(0))).isTrue();
    assertThat(said)
        .containsExactly(
            "reads [0]", "goes on", "pause 1", "hands [0]", "acknowledged", "published [0]");
    assertThat(underWay()).isZero();
  }

  /** It may have been kept, and then it is found: what is left of the batch is all of it. */
  @Test
  void whatMayNotBeKeptIsTakenAgainInPieces() {
    unkept = 1;
    assertThat(batches.take(batch(0, 1, 2))).isTrue();
    assertThat(batches.settle()).isTrue();
    assertThat(published()).containsExactly("published [0]", "published [1]", "published [2]");
    assertThat(said).contains("hands [0]", "hands [1]", "hands [2]");
    assertThat(underWay()).isZero();
  }

  private List<String> published() {
    return said.stream().filter(what -> what.startsWith("published")).toList();
  }

  @Test
  void aDatabaseThatRefusesHoldsNothingBackThatWasKept() {
    batches.take(batch(0));
    doomed = true;
    stopsAfter = 3;
    assertThat(batches.take(batch(1))).isFalse();
    assertThat(published()).containsExactly("published [0]");
    assertThat(said).doesNotContain("hands [1]");
    assertThat(underWay()).isZero();
  }

  @Test
  void aMessageThatIsRefusedForGoodIsGivenUp() {
    doomed = true;
    why = new IllegalArgumentException("for good");
    assertThat(batches.take(batch(0))).isTrue();
    assertThat(said.stream().filter(what -> !what.startsWith("reads")))
        .containsExactly(
            "goes on",
            "pause 1",
            "goes on",
            "pause 2",
            "goes on",
            "condemns 0",
            "pause 3",
            "goes on",
            "hands [0]");
  }

  /** A producer that takes no Result of the turn before says nothing about this message. */
  @Test
  void aMessageIsNotGivenUpForThePublicationOfAnother() {
    batches.take(batch(0));
    unanswered = 10;
    why = new IllegalArgumentException("for good");
    assertThat(batches.take(batch(1))).isTrue();
    assertThat(batches.settle()).isTrue();
    assertThat(said).doesNotContain("condemns 1", "condemns 0");
    assertThat(published()).containsExactly("published [0]", "published [1]");
  }

  @Test
  void whatIsLeftOpenIsTriedUntilItIsPublished() {
    batches.take(batch(0));
    unanswered = 3;
    said.clear();
    assertThat(batches.settle()).isTrue();
    assertThat(said)
        .containsExactly(
            "pause 1",
            "hands [0]",
            "pause 2",
            "hands [0]",
            "pause 3",
            "hands [0]",
            "acknowledged",
            "published [0]");
    assertThat(registry.get("mostao.inbox.retries").counter().count()).isEqualTo(3);
    assertThat(underWay()).isZero();
  }

  @Test
  void whatIsLeftOpenIsSaidAndGivenUpWhenTheProgramStops() {
    batches.take(batch(0));
    unanswered = 100;
    stopsAfter = 2;
    said.clear();
    assertThat(batches.settle()).isFalse();
    assertThat(said).containsExactly("pause 1", "hands [0]", "pause 2");
    assertThat(state.trouble().orElseThrow()).contains("BrokenDependency");
    assertThat(state.isStuck(Duration.ofHours(1))).isFalse();
  }

  /** All of it was polled before its partition was gone back in. */
  @Test
  void aBatchOfWhichNothingIsTakenLeavesTheOneBeforeOpen() {
    batches.take(batch(0));
    said.clear();
    assertThat(batches.take(batch(-1))).isTrue();
    assertThat(said).isEmpty();
    assertThat(batches.settle()).isTrue();
    assertThat(said).containsExactly("acknowledged", "published [0]");
    assertThat(underWay()).isZero();
  }

  @Test
  void batchesComeOutInOrderWhateverFails() {
    unkept = 2;
    for (int i = 0; i < 30; i++) {
      refused = i % 3 == 0 ? 1 : 0;
      unanswered = i % 4 == 0 ? 2 : 0;
      assertThat(batches.take(batch(2L * i, 2L * i + 1))).isTrue();
    }
    assertThat(batches.settle()).isTrue();
    assertThat(
            published().stream()
                .flatMap(what -> List.of(what.replaceAll("[^0-9,]", "").split(",")).stream())
                .map(Integer::valueOf))
        .isEqualTo(IntStream.range(0, 60).boxed().toList());
  }
}
