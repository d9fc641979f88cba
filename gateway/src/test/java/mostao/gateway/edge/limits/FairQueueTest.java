package mostao.gateway.edge.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FairQueueTest {
  @Test
  void clientsTakeTurns() {
    FairQueue<String> queue = new FairQueue<>(10);
    for (String one : List.of("a1", "a2", "a3", "b1", "c1", "b2")) {
      assertThat(queue.offer(one.substring(0, 1), one)).isEmpty();
    }
    for (String next : List.of("a1", "b1", "c1", "a2", "b2", "a3")) {
      assertThat(queue.poll()).contains(next);
    }
    assertThat(queue.poll()).isEmpty();
    assertThat(queue.size()).isZero();
  }

  @Test
  void whoHasMostLosesItsLatestToWhoHasLess() {
    FairQueue<String> queue = new FairQueue<>(4);
    for (String one : List.of("a1", "a2", "a3", "b1")) {
      queue.offer(one.substring(0, 1), one);
    }
    assertThat(queue.offer("c", "c1")).contains("a3");
    assertThat(queue.offer("c", "c2")).as("a has no more than c would").contains("c2");
    assertThat(queue.offer("a", "a4")).contains("a4");
    assertThat(queue.size()).isEqualTo(4);
    assertThat(queue.poll()).contains("a1");
  }

  @Test
  void oneGreedyAddressOrNetworkKeepsNobodyWaiting() {
    for (String greedy : List.of("192.0.2.1", "2001:db8:0:7::%x")) {
      FairQueue<String> queue = new FairQueue<>(1_000);
      for (int i = 0; i < 5_000; i++) {
        queue.offer(ClientAddress.key(String.format(Locale.ROOT, greedy, i)), "greedy");
      }
      assertThat(queue.offer(ClientAddress.key("192.0.2.9"), "ordinary")).contains("greedy");
      queue.poll();
      assertThat(queue.poll()).as(greedy + ": second in turn").contains("ordinary");
    }
  }

  @Test
  void withoutRoomNothingWaits() {
    assertThat(new FairQueue<String>(0).offer("a", "one")).isEqualTo(Optional.of("one"));
  }
}
