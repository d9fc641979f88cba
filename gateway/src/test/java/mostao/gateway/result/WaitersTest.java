package mostao.gateway.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import mostao.ao.message.Result;
import org.junit.jupiter.api.Test;

class WaitersTest {
  private final Waiters waiters = new Waiters(2);

  @Test
  void everyoneWhoWaitsForAResultIsTold() {
    Waiters.Waiter one = waiters.open("p", "m").orElseThrow();
    Waiters.Waiter two = waiters.open("p", "m").orElseThrow();
    waiters.tell("p", "m", () -> Optional.of(Result.nothing()));
    assertThat(one.result()).isCompletedWithValue(Result.nothing());
    assertThat(two.result()).isCompletedWithValue(Result.nothing());
  }

  @Test
  void nobodyIsToldOfAnothers() {
    Waiters.Waiter waiter = waiters.open("p", "m").orElseThrow();
    waiters.tell("p", "other", () -> Optional.of(Result.nothing()));
    waiters.tell("other", "m", () -> Optional.of(Result.nothing()));
    assertThat(waiter.result()).isNotDone();
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
    assertThat(waiter.result()).isNotDone();
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
