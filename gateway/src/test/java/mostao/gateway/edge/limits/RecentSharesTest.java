package mostao.gateway.edge.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentSharesTest {
  private static final Duration WINDOW = Duration.ofSeconds(30);
  private long now;
  private final RecentShares shares = new RecentShares(WINDOW, () -> now);

  private void add(String client, int times) {
    for (int i = 0; i < times; i++) {
      shares.add(client);
    }
  }

  @Test
  void whoeverDidMoreThanTheAverageIsAboveIt() {
    assertThat(shares.isAbove("a")).as("nobody did anything").isFalse();
    add("a", 3);
    assertThat(shares.isAbove("a")).as("is the average").isFalse();
    add("b", 1);
    assertThat(shares.isAbove("a")).isTrue();
    assertThat(shares.isAbove("b")).isFalse();
    assertThat(shares.isAbove("c")).isFalse();
  }

  /** The average is over clients, not over clients of each window: a is one of two. */
  @Test
  void aClientOfTwoWindowsIsOneClient() {
    add("a", 3);
    add("b", 2);
    now += WINDOW.toNanos();
    add("a", 1);
    assertThat(shares.isAbove("a")).as("4 of 6, and the average is 3").isTrue();
    assertThat(shares.isAbove("b"))
        .as("2, and with three clients the average would be 2")
        .isFalse();
    add("b", 2);
    assertThat(shares.isAbove("b")).as("4 of 8 is the average").isFalse();
  }

  @Test
  void whatWasTwoWindowsAgoIsForgotten() {
    add("a", 9);
    now += WINDOW.toNanos();
    add("b", 1);
    assertThat(shares.isAbove("a")).isTrue();
    now += WINDOW.toNanos();
    add("b", 1);
    assertThat(shares.isAbove("a")).isFalse();
  }
}
