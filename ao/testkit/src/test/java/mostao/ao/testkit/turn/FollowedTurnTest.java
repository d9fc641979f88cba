package mostao.ao.testkit.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.message.Message;
import mostao.ao.process.Rules;
import mostao.ao.testkit.memory.MemoryStore;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.Follower;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.turn.Publication;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.turn.Turn;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Wire;
import org.junit.jupiter.api.Test;

/** The trace contexts of records go through a turn, and whoever follows hears of every message. */
class FollowedTurnTest {
  private static final Signer ALICE = new Ed25519Signer(seed());

  private final MemoryStore<Counter.View, Counter.Added> store = new MemoryStore<>(Counter::new);
  private final List<Publication> published = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final InboxRecord birth = birth();
  private boolean broken;

  /** Writes down what it is told, and makes a context of the one that came. */
  private final Follower follower =
      batch ->
          new Follower.Following() {
            private long clock = 100;

            @Override
            public long begun(ReceivedRecord received, Message message) {
              return clock++;
            }

            @Override
            public long ended() {
              return clock++;
            }

            @Override
            public Optional<byte[]> kept(Follower.Step step) {
              told.add(
                  step.received().offset()
                      + (step.repeated() ? " repeated" : "")
                      + step.outcome().map(OutboxRecord::nonce).map(n -> " nonce " + n).orElse("")
                      + step.fault().map(fault -> " " + fault.name()).orElse("")
                      + (step.ended() > step.began() ? " timed" : ""));
              return step.received().trace().map(trace -> bytes(text(trace) + "'"));
            }

            @Override
            public void published() {
              told.add("published");
            }

            @Override
            public void close() {
              told.add("closed");
            }
          };

  private static byte[] seed() {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) 7);
    return seed;
  }

  private static InboxRecord birth() {
    VerifiedItem item =
        Draft.empty()
            .tag("Data-Protocol", "ao")
            .tag("Type", "Process")
            .tag("Module", "counter-module")
            .sign(ALICE)
            .orThrow();
    return InboxVerifier.record(item, item.owner(), item.id());
  }

  private InboxRecord add(String amount) {
    VerifiedItem item =
        Draft.empty().to(birth.id()).tag("Action", "Add").data(amount).sign(ALICE).orThrow();
    return InboxVerifier.record(item, item.owner(), birth.id());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static ReceivedRecord record(long offset, String trace, String key, byte[] value) {
    return new ReceivedRecord(
        "ao.counter.inbox", 0, offset, 1_000 + offset, key, value, Optional.of(bytes(trace)));
  }

  private static ReceivedRecord record(long offset, String trace, InboxRecord item) {
    return record(offset, trace, item.target(), Wire.encode(item));
  }

  private Turn<Counter.View, Counter.Added> turn(Follower by) {
    return new Turn<>(
        "counter",
        Counter.table(),
        Rules.defaults(),
        new InboxVerifier(Verifier.withBouncyCastle()),
        store,
        (results, letters) -> {
          if (broken) {
            throw new BrokenDependency("no broker", null);
          }
          published.addAll(results);
        },
        (message, bug) -> {},
        (message, result) -> {},
        by);
  }

  private List<String> contexts() {
    return published.stream()
        .map(one -> one.result().nonce() + " " + one.trace().map(FollowedTurnTest::text).orElse(""))
        .toList();
  }

  @Test
  void withoutAFollowerTheContextOfARecordIsThatOfItsResult() {
    turn(Follower.NONE).take(List.of(record(0, "a", birth), record(1, "b", add("1"))));
    assertThat(contexts()).containsExactly("0 a", "1 b");
  }

  @Test
  void theFollowerHearsOfEveryRecordOnceItIsKeptAndGivesTheContext() {
    InboxRecord one = add("1");
    turn(follower)
        .take(
            List.of(
                record(0, "a", birth),
                record(1, "b", one),
                record(2, "c", one),
                record(3, "d", "key", bytes("garbage"))));
    assertThat(told)
        .containsExactly(
            "0 nonce 0 timed", "1 nonce 1 timed", "2 repeated", "3 NotJson", "published", "closed");
    assertThat(contexts()).containsExactly("0 a'", "1 b'");
  }

  @Test
  void whatIsPublishedAgainHasTheContextOfItsRedeliveryAndIsKnownToBeRepeated() {
    broken = true;
    List<ReceivedRecord> batch = List.of(record(0, "a", birth), record(1, "b", add("1")));
    assertThatThrownBy(() -> turn(follower).take(batch)).isInstanceOf(BrokenDependency.class);
    assertThat(told).containsExactly("0 nonce 0 timed", "1 nonce 1 timed", "closed");
    told.clear();

    broken = false;
    turn(follower).take(batch);
    assertThat(told)
        .containsExactly("0 repeated nonce 0", "1 repeated nonce 1", "published", "closed");
    assertThat(contexts()).containsExactly("0 a'", "1 b'");
  }

  @Test
  void whatOnlyBuildsADatabaseAgainIsNotFollowed() {
    Turn<?, ?> turn = turn(follower);
    List<ReceivedRecord> batch = List.of(record(0, "a", birth), record(1, "b", add("1")));
    turn.take(batch.stream().map(turn::read).toList(), Map.of(0, 1L));
    assertThat(told).containsExactly("1 nonce 1 timed", "published", "closed");
    assertThat(contexts()).containsExactly("1 b'");
  }
}
