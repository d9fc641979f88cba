package mostao.ao.runtime;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import mostao.ao.process.Json;
import mostao.ao.runtime.counter.CounterActions;
import mostao.ao.runtime.counter.CounterChange;
import mostao.ao.runtime.counter.CounterView;
import mostao.ao.runtime.unit.Retention;
import mostao.ao.testkit.infra.Infra;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.turn.Store;
import mostao.ao.turn.Turn;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was evaluated long ago is emptied, and what rests on it goes on. */
@QuarkusTest
@QuarkusTestResource(
    value = Infra.class,
    initArgs = @ResourceArg(name = "module", value = "counter"))
class RetentionTest extends CounterCase {
  private static final Duration KEEP = Duration.ofHours(1);

  @Inject Store<CounterView, CounterChange> store;
  @Inject InboxVerifier verifier;
  @Inject AgroalDataSource database;
  @Inject Retention retention;

  private final long now = System.currentTimeMillis();
  private DirectTurn<CounterView, CounterChange> turn;

  @BeforeEach
  void makeTurn() {
    turn = new DirectTurn<>(CounterActions.table(), verifier, store);
  }

  private ReceivedRecord at(long timestamp) {
    return turn.next(message("Add", "1"), timestamp);
  }

  private static Response get(String path, Object... more) {
    RequestSpecification request = given();
    for (int i = 0; i < more.length; i += 2) {
      request = request.queryParam(more[i].toString(), more[i + 1]);
    }
    return request.get("/unit/processes/" + path);
  }

  private static JsonNode ok(Response response) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    return Json.parse(response.asString()).orElseThrow();
  }

  private static List<Long> nonces(Response response) {
    return StreamSupport.stream(ok(response).path("entries").spliterator(), false)
        .map(entry -> entry.path("Nonce").longValue())
        .toList();
  }

  private void isGone(Response response, String message) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(410);
    JsonNode error = Json.parse(response.asString()).orElseThrow().path("error");
    assertThat(error.path("code").asText()).isEqualTo("NotKept");
    assertThat(error.path("message").asText()).contains(message, "mostao.retention.keep");
  }

  private long count(String where) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select count(*) from evaluation where process = '" + pid + "' and " + where)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void what_is_too_old_is_gone_and_its_place_stays() throws Exception {
    InboxRecord old = message("Add", "1");
    turn.take(List.of(turn.next(birth, 1_000), turn.next(old, 2_000), at(3_000)));
    InboxRecord young = message("Add", "1");
    turn.take(List.of(turn.next(young, now)));
    turn.take(List.of(at(now)));
    JsonNode order = ok(get(pid + "/slots"));
    retention.sweep(KEEP);

    isGone(get(pid + "/results/" + old.id()), old.id());
    isGone(get(pid + "/assignments/" + old.id()), old.id());
    isGone(given().get("/unit/messages/" + old.id()), old.id());
    ok(get(pid + "/results/" + pid));
    ok(get(pid + "/assignments/" + pid));
    ok(get(pid + "/results/" + young.id()));
    assertThat(ok(get(pid + "/slots"))).isEqualTo(order);
    assertThat(ok(get(pid)).path("Nonce").asLong()).isEqualTo(5);

    assertThat(turn.take(List.of(turn.next(old, now + 1)))).isEqualTo(new Turn.Report(0, 1, 0, 0));
    turn.take(List.of(at(now + 2)));
    assertThat(store.<Long>transact(work -> work.tables().view(pid).total())).isEqualTo(5);
    assertThat(turn.published())
        .extracting(OutboxRecord::nonce)
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 30})
  void pages_leave_out_what_is_gone_from_both_ends(int old) throws Exception {
    List<ReceivedRecord> batch = new ArrayList<>(List.of(turn.next(birth, 1_000)));
    for (int i = 0; i < old; i++) {
      batch.add(at(2_000 + i / 2));
    }
    turn.take(batch);
    turn.take(List.of(at(now), at(now), at(now + 1)));
    retention.sweep(KEEP);
    assertThat(count("item = ''")).isEqualTo(old);

    List<Long> all = List.of(0L, old + 1L, old + 2L, old + 3L);
    List<Long> back = List.of(old + 3L, old + 2L, old + 1L, 0L);
    assertThat(nonces(get(pid + "/results"))).isEqualTo(all);
    assertThat(nonces(get(pid + "/results", "sort", "DESC"))).isEqualTo(back);
    assertThat(nonces(get(pid + "/assignments"))).isEqualTo(all);
    assertThat(nonces(get(pid + "/assignments", "sort", "DESC"))).isEqualTo(back);
    assertThat(nonces(get(pid + "/assignments", "from", 1_000))).isEqualTo(all.subList(1, 4));
    assertThat(nonces(get(pid + "/assignments", "from", 0, "sort", "DESC"))).isEqualTo(back);
    assertThat(nonces(get(pid + "/assignments", "to-nonce", old))).containsExactly(0L);
    assertThat(nonces(get(pid + "/log"))).isEqualTo(all);
    assertThat(nonces(get(pid + "/log", "from-nonce", 1))).isEqualTo(all.subList(1, 4));

    Response first = get(pid + "/results", "limit", 2);
    assertThat(nonces(first)).isEqualTo(all.subList(0, 2));
    assertThat(ok(first).path("hasNextPage").asBoolean()).isTrue();
    String cursor = now + "," + (old + 1);
    assertThat(nonces(get(pid + "/results", "from", cursor, "limit", 2)))
        .isEqualTo(all.subList(2, 4));
    assertThat(ok(get(pid + "/results", "limit", 4)).path("hasNextPage").asBoolean()).isFalse();
  }

  @Test
  void what_may_have_to_be_published_again_is_never_emptied() throws Exception {
    turn.take(List.of(turn.next(birth, 1_000), at(2_000)));
    List<ReceivedRecord> batch = List.of(at(3_000), at(4_000));
    turn.breakOutbox(true);
    assertThatThrownBy(() -> turn.take(batch)).isInstanceOf(BrokenDependency.class);
    retention.sweep(KEEP);
    assertThat(count("item = ''")).isEqualTo(1);

    turn.breakOutbox(false);
    assertThat(turn.take(batch).repeated()).isEqualTo(2);
    assertThat(turn.published()).extracting(OutboxRecord::nonce).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void replicas_do_the_work_once_and_wait_for_nobody() throws Exception {
    turn.take(List.of(turn.next(birth, 1_000)));
    turn.take(LongStream.range(0, 1_200).mapToObj(i -> at(2_000 + i)).toList());
    turn.take(List.of(at(now)));
    try (Connection other = database.getConnection();
        Statement statement = other.createStatement()) {
      statement.execute("insert into retention values (" + turn.partition() + ", 0)");
      other.setAutoCommit(false);
      statement.execute("select 1 from retention for update");
      CompletableFuture<Long> meanwhile = CompletableFuture.supplyAsync(this::sweep);
      assertThat(meanwhile.get(60, TimeUnit.SECONDS)).isZero();
      other.rollback();
      other.setAutoCommit(true);
    }
    List<CompletableFuture<Long>> replicas =
        List.of(
            CompletableFuture.supplyAsync(this::sweep), CompletableFuture.supplyAsync(this::sweep));
    long done = 0;
    for (CompletableFuture<Long> replica : replicas) {
      done += replica.get(60, TimeUnit.SECONDS);
    }
    assertThat(count("item = ''")).isEqualTo(1_200);
    assertThat(done).isGreaterThanOrEqualTo(1_200);
    assertThat(count("nonce > 0 and item <> ''")).isEqualTo(1);
    assertThat(sweep()).isZero();
  }

  private long sweep() {
    try {
      return retention.sweep(KEEP);
    } catch (InterruptedException end) {
      throw new AssertionError(end);
    }
  }
}
