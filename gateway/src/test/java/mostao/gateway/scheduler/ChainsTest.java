package mostao.gateway.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import mostao.ao.ans104.Base64Url;
import mostao.ao.assignment.Assignment;
import mostao.ao.assignment.Link;
import mostao.ao.assignment.Slot;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.ErrorCode;
import mostao.gateway.answer.Reply;
import mostao.gateway.answer.Unavailable;
import mostao.gateway.fixture.TestWallets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChainsTest {
  private static final SchedulerKey KEY = new SchedulerKey(TestWallets.signer(3), Set.of());
  private static final ProcessEntry PROCESS = process(1);
  private static final ProcessEntry OTHER = process(2);

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Chains> opened = new ArrayList<>();
  private volatile long length;
  private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
  private volatile boolean away;

  /** A process with so many messages that all follow from its id. */
  private CompletionStage<Reply<SlotSource.Page>> slots(
      ProcessEntry process, long from, long limit) {
    asked.add(process.process().charAt(0) + ":" + from);
    if (away) {
      return CompletableFuture.failedFuture(
          new Unavailable(ApiError.unitUnavailable(process.module()), null));
    }
    return gate.thenApply(
        open -> {
          List<Slot> slots = new ArrayList<>();
          for (long nonce = from; nonce < Math.min(length, from + limit); nonce++) {
            slots.add(slot(process, nonce));
          }
          return Reply.given(new SlotSource.Page(slots, from + limit < length));
        });
  }

  private static Slot slot(ProcessEntry process, long nonce) {
    return new Slot(
        nonce,
        1_000 + nonce,
        nonce == 0 ? process.process() : id(process.process().charAt(0), nonce),
        List.of());
  }

  private Chains chains(int checkpoints, int remembered, Duration wait) {
    Chains chains =
        new Chains(
            this::slots,
            KEY,
            new Settings(wait, checkpoints, remembered),
            new SimpleMeterRegistry());
    opened.add(chains);
    return chains;
  }

  private Chains chains() {
    return chains(1_000, 1_000, Duration.ofSeconds(20));
  }

  @AfterEach
  void close() {
    opened.forEach(Chains::close);
  }

  @Test
  void everyAssignmentIsThatOfAChainMadeFromTheBeginning() {
    length = 700;
    List<Assignment> chain = fromTheBeginning(PROCESS, 700);
    Chains chains = chains();
    for (int nonce : new int[] {0, 1, 63, 64, 65, 300, 699, 5, 640}) {
      assertThat(made(chains, PROCESS, nonce)).isEqualTo(chain.get(nonce));
    }
    List<Slot> some = slots(620, 640);
    assertThat(given(chains.assignments(PROCESS, some))).isEqualTo(chain.subList(620, 640));
  }

  @Test
  void onlyWhatIsNewIsAskedFor() {
    length = 300;
    Chains chains = chains();
    given(chains.catchUp(PROCESS));
    assertThat(asked).containsExactly("A:0", "A:100", "A:200");
    asked.clear();
    length = 303;
    given(chains.catchUp(PROCESS));
    assertThat(asked).containsExactly("A:300");
    asked.clear();
    // The newest needs nothing more, one in between the part behind its checkpoint.
    made(chains, PROCESS, 303 - 1);
    made(chains, PROCESS, 70);
    assertThat(asked).allMatch(at -> at.equals("A:301") || at.equals("A:65") || at.equals("A:257"));
  }

  @Test
  void manyWhoAskAtOnceShareOneComputation() {
    length = 250;
    gate = new CompletableFuture<>();
    Chains chains = chains();
    List<CompletionStage<Reply<Boolean>>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(chains.catchUp(PROCESS));
    }
    gate.complete(null);
    all.forEach(ChainsTest::given);
    assertThat(asked).containsExactly("A:0", "A:100", "A:200");
  }

  @Test
  void whoAsksForALongChainIsSentAwayAndTheWorkGoesOn() {
    length = 150;
    gate = new CompletableFuture<>();
    Chains chains = chains(1_000, 1_000, Duration.ofMillis(50));
    ApiError refused = chains.catchUp(PROCESS).toCompletableFuture().join().fold(v -> null, r -> r);
    assertThat(refused.code()).isEqualTo(ErrorCode.NOT_READY);
    assertThat(refused.retryAfterSeconds()).isPresent();
    CompletionStage<Optional<String>> found = chains.find(PROCESS, "nobody's");
    gate.complete(null);
    assertThat(found.toCompletableFuture().join()).isEmpty();
    assertThat(asked).containsExactly("A:0", "A:100");
    assertThat(made(chains, PROCESS, 149)).isNotNull();
  }

  @Test
  void aUnitThatIsAwayIsAskedAgainByTheNext() {
    length = 10;
    away = true;
    Chains chains = chains();
    assertThat(chains.catchUp(PROCESS).toCompletableFuture())
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(Unavailable.class);
    away = false;
    assertThat(given(chains.catchUp(PROCESS))).isFalse();
  }

  @Test
  void aUnitThatShowsLessThanItHasShownIsAskedNoMoreThanTwice() {
    length = 10;
    Chains chains = chains();
    assertThat(chains.assignment(PROCESS, slot(PROCESS, 20)).toCompletableFuture())
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(Unavailable.class);
    assertThat(asked).hasSize(2);
  }

  @Test
  void whatIsForgottenIsComputedAgainToTheSameIds() {
    length = 130;
    Chains chains = chains(3, 1_000, Duration.ofSeconds(20));
    Assignment before = made(chains, PROCESS, 129);
    for (int i = 0; i < 20; i++) {
      made(chains, process(3 + i), 129);
    }
    assertThat(made(chains, PROCESS, 129)).isEqualTo(before);
  }

  @Test
  void anAssignmentsIdStandsForItsMessageAtItsProcessAlone() {
    length = 40;
    Chains chains = chains();
    String assignment = fromTheBeginning(PROCESS, 31).get(30).item().id();
    assertThat(chains.known(PROCESS.process(), assignment)).isEmpty();
    assertThat(chains.find(PROCESS, assignment).toCompletableFuture().join())
        .contains(slot(PROCESS, 30).message());
    assertThat(chains.known(PROCESS.process(), assignment)).isPresent();
    assertThat(chains.known(OTHER.process(), assignment)).isEmpty();
    assertThat(chains.find(OTHER, assignment).toCompletableFuture().join()).isEmpty();
  }

  @Test
  void aChainKeepsFewerLinksThanItHas() {
    Chain chain = new Chain();
    List<Assignment> some = fromTheBeginning(PROCESS, 1);
    Link first = some.get(0).link();
    for (int from = 0; from < 400_000; from += 10_000) {
      List<Link> links = new ArrayList<>();
      for (long nonce = from; nonce < from + 10_000; nonce++) {
        links.add(new Link(nonce, first.hash(), first.assignment()));
      }
      chain.append(links);
    }
    assertThat(chain.weight()).isBetween(1_000, 2_050);
    assertThat(chain.floor(399_999).orElseThrow().nonce()).isEqualTo(399_999);
    assertThat(chain.floor(200_001).orElseThrow().nonce()).isBetween(199_000L, 200_001L);
    assertThat(chain.floor(3).orElseThrow().nonce()).isZero();
    assertThat(chain.floor(400_000)).isEmpty();
  }

  private static List<Assignment> fromTheBeginning(ProcessEntry process, int count) {
    List<Assignment> chain = new ArrayList<>();
    Optional<Link> before = Optional.empty();
    for (int nonce = 0; nonce < count; nonce++) {
      Assignment next = Assignment.of(process.process(), slot(process, nonce), before, KEY::sign);
      chain.add(next);
      before = Optional.of(next.link());
    }
    return chain;
  }

  private static List<Slot> slots(int from, int to) {
    List<Slot> slots = new ArrayList<>();
    for (int nonce = from; nonce < to; nonce++) {
      slots.add(slot(PROCESS, nonce));
    }
    return slots;
  }

  private static Assignment made(Chains chains, ProcessEntry process, long nonce) {
    return given(chains.assignment(process, slot(process, nonce)));
  }

  private static <T> T given(CompletionStage<Reply<T>> answer) {
    try {
      return answer
          .toCompletableFuture()
          .get(20, TimeUnit.SECONDS)
          .fold(
              value -> value,
              refused -> {
                throw new AssertionError(refused);
              });
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private static ProcessEntry process(int number) {
    return ProcessEntry.of(id((char) ('A' + number - 1), 0), "handle", "m", "o");
  }

  private static String id(char first, long number) {
    String id = first + String.format(Locale.ROOT, "%041d", number) + "A";
    assertThat(Base64Url.isId(id)).isTrue();
    return id;
  }

  private record Settings(Duration longest, int checkpoints, int remembered)
      implements AssignmentSettings {
    @Override
    public int slots() {
      return 100;
    }

    @Override
    public int workers() {
      return 1;
    }

    @Override
    public int queue() {
      return 1_000;
    }
  }
}
