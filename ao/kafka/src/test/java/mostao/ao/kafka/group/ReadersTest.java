package mostao.ao.kafka.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadersTest {
  private static final String SETTING = "mostao.inbox.readers";

  private final Readers readers = new Readers("test-read", 2);

  @AfterEach
  void close() {
    readers.close();
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static <R> R get(Readers readers, int count, Function<Integer, R> one, int which)
      throws Exception {
    return readers
        .read(numbers(count), one)
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS)
        .get(which);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 5, 8, 9, 500, 501})
  void theOrderOfTheRecordsIsKept(int count) throws Exception {
    assertThat(
            readers
                .read(numbers(count), number -> "record " + number)
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS))
        .isEqualTo(numbers(count).stream().map(number -> "record " + number).toList());
  }

  @Test
  void thePartsOfAPollAreReadAtTheSameTime() throws Exception {
    CountDownLatch last = new CountDownLatch(1);
    CompletableFuture<List<Integer>> read =
        readers
            .read(
                numbers(100),
                number -> {
                  if (number == 0) {
                    await(last);
                  } else if (number == 99) {
                    last.countDown();
                  }
                  return number;
                })
            .toCompletableFuture();
    assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo(numbers(100));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException hurry) {
      throw new IllegalStateException(hurry);
    }
  }

  @Test
  void noMoreThreadsReadThanThereMayBe() throws Exception {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    try (Readers three = new Readers("three", 3)) {
      for (int poll = 0; poll < 10; poll++) {
        get(three, 1_000, number -> seen.add(Thread.currentThread()), 0);
      }
    }
    assertThat(seen).hasSize(3).allMatch(Thread::isDaemon);
  }

  @Test
  void aFewAreReadWhereTheyCome() throws Exception {
    Thread few = get(readers, Readers.FEW, number -> Thread.currentThread(), Readers.FEW - 1);
    assertThat(few).isSameAs(Thread.currentThread());
    Thread more = get(readers, Readers.FEW + 1, number -> Thread.currentThread(), 0);
    assertThat(more.getName()).isEqualTo("test-read");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void aBugIsTheReadersAndNotSwallowed(int count) {
    assertThatThrownBy(
            () ->
                get(
                    readers,
                    count,
                    number -> {
                      throw new IllegalStateException("a bug");
                    },
                    0))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("a bug");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 17})
  void aNumberThatCannotBeIsRefused(int threads) {
    assertThatIllegalStateException()
        .isThrownBy(() -> Readers.check(SETTING, threads))
        .withMessageContaining(SETTING + " is " + threads);
    assertThatIllegalArgumentException().isThrownBy(() -> new Readers("test", threads));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16})
  void theBoundsThemselvesAreTaken(int threads) {
    assertThatCode(() -> Readers.check(SETTING, threads)).doesNotThrowAnyException();
  }
}
