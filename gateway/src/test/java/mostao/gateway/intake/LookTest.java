package mostao.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LookTest {
  @Test
  void aQuestionThatThrowsIsAskedAgain() {
    List<Throwable> failures = new ArrayList<>();
    List<Integer> seen = new ArrayList<>();
    int[] asked = new int[1];
    try (Look<Integer> look =
        new Look<>(
            () -> {
              if (asked[0]++ == 0) {
                throw new IllegalStateException("not now");
              }
              return CompletableFuture.completedFuture(asked[0]);
            },
            seen::add,
            failures::add,
            Duration.ofSeconds(1),
            () -> 0)) {
      look.now();
      assertThat(failures).hasSize(1);
      assertThat(look.last()).isEmpty();
      look.now();
      assertThat(look.last()).contains(2);
      assertThat(seen).containsExactly(2);
    }
  }
}
