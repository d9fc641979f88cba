package mostao.gateway.edge.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import mostao.gateway.edge.limits.FairBudget.Claim;
import mostao.gateway.edge.limits.FairBudget.Outcome;
import org.junit.jupiter.api.Test;

class FairBudgetTest {
  private final FairBudget volume = new FairBudget(100, 60);
  private final List<String> givenUp = new ArrayList<>();

  private Claim claim(String client) {
    return volume.claim(client, () -> givenUp.add(client));
  }

  @Test
  void bytesAreCountedForEachAndForAll() {
    Claim a = claim("a");
    assertThat(a.take(60)).isEqualTo(Outcome.TAKEN);
    assertThat(claim("a").take(1)).isEqualTo(Outcome.SHARE_IS_FULL);
    Claim b = claim("b");
    assertThat(b.take(40)).isEqualTo(Outcome.TAKEN);
    assertThat(volume.held()).isEqualTo(100);
    a.giveBack(20);
    assertThat(a.take(20)).isEqualTo(Outcome.TAKEN);
    a.close();
    a.close();
    b.close();
    assertThat(volume.held()).isZero();
    assertThat(givenUp).isEmpty();
  }

  @Test
  void whoHoldsMostMakesRoomForWhoHoldsLess() {
    Claim small = claim("a");
    small.take(10);
    Claim large = claim("a");
    large.take(50);
    claim("b").take(40);
    assertThat(claim("c").take(1)).isEqualTo(Outcome.TAKEN);
    assertThat(givenUp).containsExactly("a");
    assertThat(volume.held()).isEqualTo(51);
    assertThat(large.take(1)).isEqualTo(Outcome.GIVEN_UP);
    large.giveBack(50);
    large.close();
    assertThat(volume.held()).isEqualTo(51);
    assertThat(small.take(1)).isEqualTo(Outcome.TAKEN);
  }

  @Test
  void nobodyMakesRoomForWhoWouldHoldAsMuch() {
    claim("a").take(50);
    Claim b = claim("b");
    assertThat(b.take(49)).isEqualTo(Outcome.TAKEN);
    assertThat(b.take(2)).isEqualTo(Outcome.ALL_IS_FULL);
    assertThat(b.take(1)).isEqualTo(Outcome.TAKEN);
    assertThat(givenUp).isEmpty();
  }

  @Test
  void whatIsKeptMakesNoRoom() {
    Claim kept = claim("a");
    kept.take(55);
    assertThat(kept.keep()).isTrue();
    Claim other = claim("b");
    other.take(45);
    assertThat(claim("c").take(10)).isEqualTo(Outcome.TAKEN);
    assertThat(givenUp).as("the next that may").containsExactly("b");
    assertThat(other.keep()).as("too late").isFalse();
    other = claim("b");
    assertThat(other.take(35)).isEqualTo(Outcome.TAKEN);
    assertThat(other.keep()).isTrue();
    assertThat(claim("d").take(1)).isEqualTo(Outcome.TAKEN);
    assertThat(givenUp).containsExactly("b", "c");
  }

  @Test
  void aLimitOfZeroIsNone() {
    FairBudget boundless = new FairBudget(0, 0);
    Claim claim = boundless.claim("a", () -> givenUp.add("a"));
    assertThat(claim.take(Long.MAX_VALUE / 2)).isEqualTo(Outcome.TAKEN);
    assertThat(boundless.claim("b", () -> givenUp.add("b")).take(1)).isEqualTo(Outcome.TAKEN);
    assertThat(givenUp).isEmpty();
  }

  /** Connections, streams and requests that wait are places of size one. */
  @Test
  void oneGreedyAddressOrNetworkMakesRoomPlaceByPlace() {
    for (String greedy : List.of("192.0.2.1", "2001:db8:0:7::%x")) {
      FairBudget places = new FairBudget(1_000, 0);
      List<Integer> lost = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        int number = i;
        String client = ClientAddress.key(String.format(Locale.ROOT, greedy, i));
        assertThat(places.claim(client, () -> lost.add(number)).take(1)).isEqualTo(Outcome.TAKEN);
      }
      for (int i = 0; i < 20; i++) {
        assertThat(places.claim("192.0.2.9", () -> givenUp.add("ordinary")).take(1))
            .as(greedy)
            .isEqualTo(Outcome.TAKEN);
      }
      assertThat(lost).as("the oldest").hasSize(20).startsWith(0, 1, 2);
      assertThat(places.held()).isEqualTo(1_000);
    }
    assertThat(givenUp).isEmpty();
  }

  /** A modest client gets room whatever the others do, and nothing is counted wrong. */
  @Test
  void whateverManyDoAModestOneIsServed() {
    int most = 10_000;
    for (int seed = 0; seed < 200; seed++) {
      Random chance = new Random(seed);
      FairBudget crowded = new FairBudget(most, 4_000);
      Map<Claim, Integer> open = new HashMap<>();
      List<Claim> lost = new ArrayList<>();
      for (int step = 0; step < 500; step++) {
        Claim[] self = new Claim[1];
        String client = "greedy " + chance.nextInt(20);
        self[0] = crowded.claim(client, () -> lost.add(self[0]));
        int bytes = 1 + chance.nextInt(3_000);
        if (self[0].take(bytes) == Outcome.TAKEN) {
          open.put(self[0], bytes);
        }
        lost.forEach(open::remove);
        lost.clear();
        if (chance.nextInt(4) == 0 && !open.isEmpty()) {
          Claim done = open.keySet().iterator().next();
          open.remove(done);
          done.close();
        }
        assertThat(crowded.held())
            .isLessThanOrEqualTo(most)
            .isEqualTo(open.values().stream().mapToLong(Integer::longValue).sum());
        Claim modest = crowded.claim("modest", () -> givenUp.add("modest"));
        assertThat(modest.take(most / 21))
            .as("seed %d, step %d", seed, step)
            .isEqualTo(Outcome.TAKEN);
        modest.close();
        lost.forEach(open::remove);
      }
    }
    assertThat(givenUp).isEmpty();
  }
}
