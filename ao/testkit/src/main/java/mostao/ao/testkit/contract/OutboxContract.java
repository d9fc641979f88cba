package mostao.ao.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import mostao.ao.message.Result;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.Outbox;
import mostao.ao.turn.Publication;
import mostao.ao.wire.DeadLetter;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.OutboxRecord;
import org.junit.jupiter.api.Test;

/** The contract of {@link Outbox}, for any backend. */
public abstract class OutboxContract {
  private static final String PROCESS = "p".repeat(43);

  protected abstract Outbox outbox();

  /** The content of the outbox topic, in its order. */
  protected abstract List<OutboxRecord> results();

  /** The values on the dead-letter topic, as text. */
  protected abstract List<String> letters();

  /** The broker takes this many more records and then none, until {@link #mend}. */
  protected abstract void breakAfter(int records);

  protected abstract void mend();

  @Test
  public void whenItReturnsEverythingIsOnTheTopicsInOrder() {
    List<OutboxRecord> some = List.of(result(0), result(1), result(2));
    outbox().publish(published(some), List.of(letter("{"), letter("")));
    assertThat(results()).isEqualTo(some);
    assertThat(letters()).containsExactlyInAnyOrder("{", "");
  }

  @Test
  public void whatIsHandedOverIsThereOnceItWasWaitedFor() {
    List<OutboxRecord> some = List.of(result(0), result(1), result(2));
    outbox().hand(published(some.subList(0, 2)), List.of(letter("{"))).await();
    outbox().hand(published(some.subList(2, 3)), List.of()).await();
    assertThat(results()).isEqualTo(some);
    assertThat(letters()).containsExactly("{");
  }

  /**
   * Whether the broker breaks at once or later: whoever waits is told, and hands all over again.
   */
  @Test
  public void whatIsNotTakenIsHandedOverAgain() {
    List<OutboxRecord> some = List.of(result(0), result(1), result(2));
    breakAfter(1);
    assertThatThrownBy(() -> outbox().hand(published(some), List.of()).await())
        .isInstanceOf(BrokenDependency.class);
    mend();
    outbox().hand(published(some), List.of()).await();
    assertThat(results().stream().distinct()).isEqualTo(some);
  }

  @Test
  public void nothingToPublishIsNoFailure() {
    breakAfter(0);
    outbox().publish(List.of(), List.of());
    assertThat(results()).isEmpty();
  }

  @Test
  public void aBrokenBrokerIsABrokenDependencyAndARetryIsAllowed() {
    List<OutboxRecord> some = List.of(result(0), result(1), result(2));
    for (int taken : new int[] {0, 1, 1}) {
      breakAfter(taken);
      assertThatThrownBy(() -> outbox().publish(published(some), List.of()))
          .isInstanceOf(BrokenDependency.class);
    }
    mend();
    outbox().publish(published(some), List.of(letter("{")));
    assertThat(results().stream().distinct()).isEqualTo(some);
    assertThat(letters()).containsExactly("{");
  }

  @Test
  public void aLetterThatIsNotTakenIsABrokenDependency() {
    breakAfter(1);
    assertThatThrownBy(() -> outbox().publish(published(List.of(result(0))), List.of(letter("{"))))
        .isInstanceOf(BrokenDependency.class);
    mend();
    outbox().publish(published(List.of(result(0))), List.of(letter("{")));
    assertThat(letters()).containsExactly("{");
  }

  private static List<Publication> published(List<OutboxRecord> results) {
    return results.stream().map(Publication::of).toList();
  }

  private static OutboxRecord result(long nonce) {
    return new OutboxRecord(
        PROCESS, "module", "m" + nonce, "Add", nonce, 1, "m" + nonce, 0, Result.nothing());
  }

  private static DeadLetter letter(String value) {
    return new DeadLetter(
        "ao.counter.inbox",
        1,
        value.length(),
        null,
        value.getBytes(StandardCharsets.UTF_8),
        new Decoded.Fault(Decoded.Fault.NOT_JSON, "no JSON"));
  }
}
