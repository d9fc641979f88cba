package mostao.gateway.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.unit.Evaluated;
import mostao.ao.unit.LogEntry;
import mostao.ao.unit.LogPage;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.ItemData;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.answer.Unavailable;
import org.junit.jupiter.api.Test;

/** The stream of a process, with a unit and a client that do what a test wants. */
class StreamTest {
  private static final ProcessEntry PROCESS =
      ProcessEntry.of("A".repeat(43), "handle", "module", "owner");

  private final StreamSettings settings = Settings.with("page-rows", "3");
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<LogEntry> evaluated = new ArrayList<>();
  private final List<Long> asked = new ArrayList<>();
  private final ProcessLog log = new ProcessLog((process, from) -> unit(from));
  private final Set<Long> gone = new HashSet<>();
  private boolean away;
  private Optional<ApiError> refused = Optional.empty();
  private long nanos;
  private int closed;

  private CompletionStage<Reply<LogPage>> unit(long from) {
    asked.add(from);
    if (away) {
      return CompletableFuture.failedFuture(
          new Unavailable(ApiError.unitUnavailable("handle"), null));
    }
    List<LogEntry> entries =
        evaluated.stream()
            .skip(from)
            .filter(entry -> !gone.contains(entry.at().nonce()))
            .limit(3)
            .toList();
    long last = entries.isEmpty() ? from : entries.get(entries.size() - 1).at().nonce();
    boolean more = entries.size() == 3 && evaluated.size() > last + 1;
    return CompletableFuture.completedFuture(
        Reply.given(new LogPage(entries, more, evaluated.size())));
  }

  private void evaluate(int messages) {
    for (int i = 0; i < messages; i++) {
      String id = "m" + evaluated.size();
      InboxRecord item =
          new InboxRecord(id, "o", "k", 2, "s", "f", "t", "", Tags.none(), ItemData.of("secret"));
      evaluated.add(entry(item));
    }
  }

  private LogEntry entry(InboxRecord item) {
    Evaluated at = new Evaluated(PROCESS.process(), item.id(), evaluated.size(), 1_000);
    return new LogEntry(at, item, Result.nothing());
  }

  private void publish(int messages) {
    evaluate(messages);
    log.wake(PROCESS.process());
  }

  private EventStream stream(Reader reader, String place) {
    EventStream stream =
        new EventStream(
            wake ->
                new ProcessSource(
                    PROCESS, log, ProcessSource.place(place).orElseThrow(), Runnable::run, wake),
            () -> refused,
            reader,
            Runnable::run,
            () -> nanos,
            settings,
            new StreamMetrics(meters),
            over -> closed++);
    stream.begin();
    return stream;
  }

  private void after(Duration time, EventStream stream) {
    nanos += time.toNanos();
    stream.tick();
  }

  @Test
  void whatIsNoLongerKeptIsAGapThatIsTold() {
    evaluate(5);
    gone.addAll(List.of(1L, 2L, 3L));
    Reader reader = new Reader();
    stream(reader, "0");
    assertThat(reader.events())
        .containsExactly("message 0.0", "result 0.1", "gap 3.1", "message 4.0", "result 4.1");
    gone.add(4L);
    Reader late = new Reader();
    stream(late, "2");
    assertThat(late.events()).containsExactly("gap 4.1");
    publish(1);
    assertThat(late.events()).containsExactly("gap 4.1", "message 5.0", "result 5.1");
  }

  @Test
  void everyMessageComesBeforeItsResultAndInOrder() {
    evaluate(5);
    Reader reader = new Reader();
    stream(reader, "0");
    publish(1);
    assertThat(reader.events())
        .containsExactly(
            "message 0.0",
            "result 0.1",
            "message 1.0",
            "result 1.1",
            "message 2.0",
            "result 2.1",
            "message 3.0",
            "result 3.1",
            "message 4.0",
            "result 4.1",
            "message 5.0",
            "result 5.1");
    assertThat(reader.data().get(0))
        .isEqualTo(
            "{\"Id\":\"m0\",\"Owner\":\"o\",\"From\":\"f\",\"Target\":\"t\",\"Anchor\":\"\",\"Tags\":[],"
                + "\"Data\":\"secret\",\"Nonce\":0,\"Timestamp\":1000}");
    assertThat(reader.data().get(1))
        .isEqualTo(
            "{\"Process\":\""
                + PROCESS.process()
                + "\",\"Message\":\"m0\",\"Nonce\":0,\"Timestamp\":1000,\"Result\":"
                + "{\"Messages\":[],\"Spawns\":[],\"Assignments\":[],\"Output\":\"\"}}");
  }

  @Test
  void whatAnAssignmentHidIsNotShown() {
    evaluate(1);
    LogEntry whole = evaluated.remove(0);
    evaluated.add(entry(whole.item().assignedTo("t", List.of("Data"))));
    Reader reader = new Reader();
    stream(reader, "0");
    assertThat(reader.data().get(0)).contains("\"Target\"").doesNotContain("secret");
  }

  @Test
  void itGoesOnBehindTheLastEventSeen() {
    evaluate(3);
    Reader reader = new Reader();
    stream(reader, "1.0");
    assertThat(reader.events()).containsExactly("result 1.1", "message 2.0", "result 2.1");
    Reader other = new Reader();
    stream(other, "1.1");
    assertThat(other.events()).containsExactly("message 2.0", "result 2.1");
  }

  @Test
  void aStreamThatBreaksBeforeItsFirstEventGoesOnWhereItBegan() {
    Reader reader = new Reader();
    stream(reader, "0").close();
    assertThat(reader.lastId()).isEqualTo("-1.1");
    evaluate(1);
    Reader again = new Reader();
    stream(again, reader.lastId());
    assertThat(again.events()).containsExactly("message 0.0", "result 0.1");
  }

  @Test
  void aPlaceBehindTheEndIsAGapAndItGoesOnFromNow() {
    evaluate(3);
    Reader reader = new Reader();
    stream(reader, "7.1");
    publish(1);
    assertThat(reader.events()).containsExactly("gap 2.1", "message 3.0", "result 3.1");
    assertThat(reader.data().get(0)).contains("\"reason\":").contains("7.1");
    assertThat(meters.counter("mostao.stream.gaps").count()).isEqualTo(1);
  }

  @Test
  void nothingIsReadOrKeptForASlowClientWithoutRoom() {
    evaluate(50);
    Reader reader = new Reader();
    reader.room = 4;
    EventStream stream = stream(reader, "0");
    assertThat(reader.events()).hasSize(3);
    int before = asked.size();
    for (int i = 0; i < 100; i++) {
      publish(1);
    }
    assertThat(reader.events()).hasSize(3);
    assertThat(asked).hasSize(before);
    while (reader.events().size() < 300) {
      reader.room = 7;
      stream.drained();
    }
    List<String> due = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      due.add("message " + i + ".0");
      due.add("result " + i + ".1");
    }
    assertThat(reader.events()).isEqualTo(due);
  }

  @Test
  void aClientThatDoesNotReadIsCut() {
    evaluate(5);
    Reader reader = new Reader();
    reader.room = 2;
    EventStream stream = stream(reader, "0");
    after(Duration.ofSeconds(29), stream);
    assertThat(reader.cut).isFalse();
    after(Duration.ofSeconds(2), stream);
    assertThat(reader.cut).isTrue();
    assertThat(closed).isEqualTo(1);
    assertThat(meters.counter("mostao.stream.stuck").count()).isEqualTo(1);
    publish(1);
    stream.close();
    assertThat(closed).isEqualTo(1);
  }

  @Test
  void aClientThatReadsALittleIsNotCut() {
    evaluate(50);
    Reader reader = new Reader();
    reader.room = 2;
    EventStream stream = stream(reader, "0");
    for (int i = 0; i < 20; i++) {
      after(Duration.ofSeconds(20), stream);
      reader.room = 1;
      stream.drained();
    }
    assertThat(reader.cut).isFalse();
    assertThat(reader.events()).hasSize(21);
  }

  @Test
  void silenceIsBrokenByAHeartbeatThatMovesThePlace() {
    Reader reader = new Reader();
    EventStream stream = stream(reader, "0");
    after(Duration.ofSeconds(14), stream);
    assertThat(reader.written).hasSize(1);
    after(Duration.ofSeconds(1), stream);
    assertThat(reader.written.get(1)).isEqualTo("id: -1.1\n: heartbeat\n\n");
    after(Duration.ofSeconds(14), stream);
    assertThat(reader.written).hasSize(2);
  }

  @Test
  void whatNobodyWokeItForIsFoundByTheRecheck() {
    Reader reader = new Reader();
    EventStream stream = stream(reader, "0");
    evaluate(1);
    after(Duration.ofSeconds(9), stream);
    assertThat(reader.events()).isEmpty();
    after(Duration.ofSeconds(1), stream);
    assertThat(reader.events()).hasSize(2);
  }

  @Test
  void aUnitThatIsAwayDelaysAndLosesNothing() {
    Reader reader = new Reader();
    EventStream stream = stream(reader, "0");
    away = true;
    publish(2);
    after(Duration.ofSeconds(1), stream);
    assertThat(reader.events()).isEmpty();
    away = false;
    after(Duration.ofSeconds(1), stream);
    assertThat(reader.events()).hasSize(4);
  }

  @Test
  void whoMayNoLongerReadIsToldSoAndHearsNothingMore() {
    evaluate(1);
    Reader reader = new Reader();
    EventStream stream = stream(reader, "0");
    refused = Optional.of(ApiError.unauthorized("the token has expired"));
    nanos += Duration.ofSeconds(2).toNanos();
    publish(1);
    assertThat(reader.events()).containsExactly("message 0.0", "result 0.1", "end ");
    assertThat(reader.data().get(2))
        .isEqualTo("{\"reason\":\"the token has expired\",\"code\":\"Unauthorized\"}");
    assertThat(reader.ended).isTrue();
    assertThat(closed).isEqualTo(1);
    after(Duration.ofSeconds(60), stream);
    assertThat(reader.events()).hasSize(3);
  }

  @Test
  void streamsAtTheSamePlaceShareOneQuestion() {
    List<CompletableFuture<Reply<LogPage>>> open = new ArrayList<>();
    ProcessLog slow =
        new ProcessLog(
            (process, from) -> {
              open.add(new CompletableFuture<>());
              return open.get(open.size() - 1);
            });
    slow.watch(PROCESS.process(), () -> {});
    CompletableFuture<LogPage> one = slow.read(PROCESS, 3).toCompletableFuture();
    CompletableFuture<LogPage> two = slow.read(PROCESS, 3).toCompletableFuture();
    slow.read(PROCESS, 4);
    assertThat(open).hasSize(2);
    slow.wake(PROCESS.process());
    // What was asked before may not hold what the wake-up was for.
    slow.read(PROCESS, 3);
    assertThat(open).hasSize(3);
    open.get(0).complete(unit(0).toCompletableFuture().join());
    assertThat(one).isCompleted();
    assertThat(two).isCompleted();
  }

  @Test
  void onlyPlacesAreTakenForPlaces() {
    for (String place : List.of("0", "17", "3.0", "3.1", "-1.1")) {
      assertThat(ProcessSource.place(place)).as(place).isPresent();
    }
    for (String none : List.of("", "-1", "3.2", "a", "3.1.1", "9".repeat(19), "1.0 ", "3,1")) {
      assertThat(ProcessSource.place(none)).as(none).isEmpty();
    }
  }
}
