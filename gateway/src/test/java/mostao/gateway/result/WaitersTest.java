package mostao.gateway.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import mostao.ao.message.Result;
import mostao.ao.wire.OutboxRecord;
import org.junit.jupiter.api.Test;

class WaitersTest {
  private static final OutboxRecord RECORD =
      new OutboxRecord("p", "module", "m", "Act", 0, 1, "m", 0, Result.nothing());

  private final Waiters waiters = new Waiters(2);

  @Test
  void everyoneWhoWaitsForAResultIsTold() {
    Waiters.Waiter one = waiters.open("p", "m").orElseThrow();
    Waiters.Waiter two = waiters.open("p", "m").orElseThrow();
    waiters.tell("p", "m", () -> Optional.of(RECORD));
    assertThat(one.record()).isCompletedWithValue(RECORD);
    assertThat(two.record()).isCompletedWithValue(RECORD);
  }

  @Test
  void nobodyIsToldOfAnothers() {
    Waiters.Waiter waiter = waiters.open("p", "m").orElseThrow();
    waiters.tell("p", "other", () -> Optional.of(RECORD));
    waiters.tell("other", "m", () -> Optional.of(RECORD));
    assertThat(waiter.record()).isNotDone();
  }

  @Test
  void aResultIsReadOnlyIfSomebodyWaits() {
    waiters.tell(
        "p",
        "m",
        () -> {
          throw new AssertionError("read for nobody");
        });
    waiters.open("p", "m").orElseThrow().close();
    waiters.tell(
        "p",
        "m",
        () -> {
          throw new AssertionError("read for nobody");
        });
  }

  @Test
  void whatIsNoResultTellsNobody() {
    Waiters.Waiter waiter = waiters.open("p", "m").orElseThrow();
    waiters.tell("p", "m", Optional::empty);
    assertThat(waiter.record()).isNotDone();
  }

  @Test
  void noMoreThanTheMostMayWaitAndPlacesAreGivenBackOnce() {
    Waiters.Waiter one = waiters.open("p", "m").orElseThrow();
    waiters.open("p", "n").orElseThrow();
    assertThat(waiters.open("p", "o")).isEmpty();
    one.close();
    one.close();
    assertThat(waiters.count()).isEqualTo(1);
    assertThat(waiters.open("p", "o")).isPresent();
    assertThat(waiters.open("p", "q")).isEmpty();
  }
}
