package mostao.gateway.units;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import mostao.gateway.edge.limits.ClientAddress;
import org.junit.jupiter.api.Test;

class UnitCallsTest {
  private final List<String> asked = new ArrayList<>();
  private final List<Promise<String>> open = new ArrayList<>();

  private Future<String> call(UnitCalls calls, String client) {
    return calls.call(
        client,
        () -> {
          asked.add(client);
          Promise<String> answer = Promise.promise();
          open.add(answer);
          return answer.future();
        });
  }

  @Test
  void soManyAreAskedAtOnceAndTheOthersInTurn() {
    UnitCalls calls = new UnitCalls(2, 10);
    Future<String> first = call(calls, "a");
    call(calls, "a");
    call(calls, "a");
    Future<String> other = call(calls, "b");
    assertThat(asked).containsExactly("a", "a");
    open.get(0).complete("done");
    assertThat(first.result()).isEqualTo("done");
    open.get(1).fail("broken");
    assertThat(asked).containsExactly("a", "a", "a", "b");
    open.get(3).complete("for b");
    open.get(2).complete("for a");
    assertThat(other.result()).isEqualTo("for b");
    assertThat(call(calls, "a").isComplete()).isFalse();
    assertThat(asked).as("places are free again").hasSize(5);
  }

  @Test
  void aQuestionThatThrowsFreesItsPlace() {
    UnitCalls calls = new UnitCalls(1, 1);
    for (int i = 0; i < 5; i++) {
      Future<String> failed =
          calls.call(
              "a",
              () -> {
                throw new IllegalStateException("broken");
              });
      assertThat(failed.failed()).isTrue();
    }
  }

  @Test
  void oneGreedyAddressOrNetworkKeepsNobodyWaiting() {
    for (String greedy : List.of("192.0.2.1", "2001:db8:0:7::%x")) {
      UnitCalls calls = new UnitCalls(1, 100);
      asked.clear();
      open.clear();
      List<Future<String>> all = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        all.add(call(calls, ClientAddress.key(String.format(Locale.ROOT, greedy, i))));
      }
      Future<String> ordinary = call(calls, ClientAddress.key("192.0.2.9"));
      assertThat(all.stream().filter(Future::failed))
          .hasSize(400)
          .allSatisfy(
              one -> assertThat(one.cause()).isInstanceOf(RejectedExecutionException.class));
      open.get(0).complete("one of theirs");
      open.get(1).complete("another");
      open.get(2).complete("ours");
      assertThat(ordinary.result()).as(greedy).isEqualTo("ours");
    }
  }
}
