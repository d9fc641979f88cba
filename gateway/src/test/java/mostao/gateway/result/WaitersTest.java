package mostao.gateway.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mostao.ao.message.Result;
import mostao.ao.wire.OutboxRecord;
import mostao.gateway.edge.limits.ClientAddress;
import mostao.gateway.edge.limits.FairBudget;
import org.junit.jupiter.api.Test;

class WaitersTest {
  private static final OutboxRecord RECORD =
      new OutboxRecord("p", "module", "m", "Act", 0, 1, "m", 0, Result.nothing());

  private final Waiters waiters = new Waiters(2, 0);

  @Test
  void everyoneWhoWaitsForAResultIsTold() {
    Waiters.Waiter one = open("m", "a");
    Waiters.Waiter two = open("m", "a");
    waiters.tell(new Waiters.Key("p", "m"), () -> Optional.of(RECORD));
    assertThat(one.record()).isCompletedWithValue(RECORD);
    assertThat(two.record()).isCompletedWithValue(RECORD);
  }

  @Test
  void nobodyIsToldOfAnothers() {
    Waiters.Waiter waiter = open("m", "a");
    waiters.tell(new Waiters.Key("p", "other"), () -> Optional.of(RECORD));
    waiters.tell(new Waiters.Key("other", "m"), () -> Optional.of(RECORD));
    assertThat(waiter.record()).isNotDone();
  }

  @Test
  void aResultIsReadOnlyIfSomebodyWaits() {
    waiters.tell(
        new Waiters.Key("p", "m"),
        () -> {
          throw new AssertionError("read for nobody");
        });
    open("m", "a").close();
    waiters.tell(
        new Waiters.Key("p", "m"),
        () -> {
          throw new AssertionError("read for nobody");
        });
  }

  @Test
  void whatIsNoResultTellsNobody() {
    Waiters.Waiter waiter = open("m", "a");
    waiters.tell(new Waiters.Key("p", "m"), Optional::empty);
    assertThat(waiter.record()).isNotDone();
  }

  @Test
  void noMoreThanTheMostMayWaitAndPlacesAreGivenBackOnce() {
    Waiters.Waiter one = open("m", "a");
    open("n", "b");
    assertThat(waiters.open("p", "o", "c"))
        .isEqualTo(new Waiters.Opened.NoPlace(FairBudget.Outcome.ALL_IS_FULL));
    one.close();
    one.close();
    assertThat(waiters.count()).isEqualTo(1);
    open("o", "c");
    assertThat(waiters.count()).isEqualTo(2);
  }

  @Test
  void oneGreedyAddressOrNetworkMakesRoomForAnOrdinaryClient() {
    for (String greedy : List.of("192.0.2.1", "2001:db8:0:7::%x")) {
      Waiters crowded = new Waiters(100, 0);
      List<Waiters.Waiter> held = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String client = ClientAddress.key(String.format(Locale.ROOT, greedy, i));
        held.add(open(crowded, "m" + i, client));
      }
      for (int i = 0; i < 50; i++) {
        Waiters.Waiter ordinary = open(crowded, "mine" + i, "192.0.2.9");
        assertThat(ordinary.givenUp()).as(greedy).isNotDone();
        assertThat(held.get(i).givenUp()).as("the oldest").isDone();
        held.get(i).close();
      }
      String again = ClientAddress.key(String.format(Locale.ROOT, greedy, 7_000));
      assertThat(crowded.open("p", "more", again))
          .as("who has as many as the other")
          .isInstanceOf(Waiters.Opened.NoPlace.class);
      assertThat(crowded.count()).isEqualTo(100);
    }
  }

  private Waiters.Waiter open(String message, String client) {
    return open(waiters, message, client);
  }

  private static Waiters.Waiter open(Waiters waiters, String message, String client) {
    return ((Waiters.Opened.Place) waiters.open("p", message, client)).waiter();
  }
}
