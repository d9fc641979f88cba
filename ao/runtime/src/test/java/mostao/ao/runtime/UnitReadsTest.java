package mostao.ao.runtime;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import mostao.ao.message.Tag;
import mostao.ao.process.Json;
import mostao.ao.runtime.counter.CounterActions;
import mostao.ao.runtime.counter.CounterChange;
import mostao.ao.runtime.counter.CounterView;
import mostao.ao.testkit.infra.Infra;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.turn.Store;
import mostao.ao.wire.InboxRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway's reads, on a log with known timestamps. */
@QuarkusTest
@QuarkusTestResource(
    value = Infra.class,
    initArgs = @ResourceArg(name = "module", value = "counter"))
class UnitReadsTest extends CounterCase {
  private static final String NOBODY = "A".repeat(43);

  @Inject Store<CounterView, CounterChange> store;
  @Inject InboxVerifier verifier;

  private DirectTurn<CounterView, CounterChange> turn;
  private final List<ReceivedRecord> batch = new ArrayList<>();

  @BeforeEach
  void makeTurn() {
    turn = new DirectTurn<>(CounterActions.table(), verifier, store);
    batch.add(turn.next(birth, 1_000));
  }

  private InboxRecord at(long timestamp, String action, String data, Tag... tags) {
    InboxRecord message = message(action, data, tags);
    batch.add(turn.next(message, timestamp));
    return message;
  }

  private void taken() {
    turn.take(batch);
    batch.clear();
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
    assertThat(response.contentType()).startsWith("application/json");
    return Json.parse(response.asString()).orElseThrow();
  }

  private static void refused(Response response, int status, String code) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
    JsonNode error = Json.parse(response.asString()).orElseThrow().path("error");
    assertThat(error.path("code").asText()).isEqualTo(code);
    assertThat(error.path("message").asText()).isNotEmpty();
  }

  private static List<Long> nonces(JsonNode page) {
    return StreamSupport.stream(page.path("entries").spliterator(), false)
        .map(entry -> entry.path("Nonce").longValue())
        .toList();
  }

  @Test
  void a_process_is_shown_with_its_item_and_where_it_stands() {
    at(2_000, "Add", "1");
    taken();
    JsonNode process = ok(get(pid));
    assertThat(process.path("Id").asText()).isEqualTo(pid);
    assertThat(process.path("Owner").asText()).isEqualTo(AUTHORITY.address());
    assertThat(process.path("Nonce").asLong()).isEqualTo(2);
    assertThat(process.path("Timestamp").asLong()).isEqualTo(2_000);
    assertThat(process.path("Partition").asInt()).isEqualTo(turn.partition());
    assertThat(process.path("Tags").get(0).toString())
        .isEqualTo("{\"name\":\"Data-Protocol\",\"value\":\"ao\"}");
  }

  @Test
  void a_result_is_found_by_its_message() {
    InboxRecord add = at(2_000, "Add", "1");
    InboxRecord bug = at(3_000, "Fail", "");
    taken();
    JsonNode result = ok(get(pid + "/results/" + add.id()));
    assertThat(result.path("Message").asText()).isEqualTo(add.id());
    assertThat(result.path("Nonce").asLong()).isEqualTo(1);
    assertThat(result.path("Timestamp").asLong()).isEqualTo(2_000);
    assertThat(result.path("Result").path("Messages").get(0).path("Data").asText())
        .isEqualTo("{\"total\":1}");
    assertThat(result.path("Result").fieldNames())
        .toIterable()
        .containsExactly("Messages", "Spawns", "Assignments", "Output");
    JsonNode failed = ok(get(pid + "/results/" + bug.id())).path("Result");
    assertThat(failed.path("Error").asText()).isNotEmpty();
    assertThat(failed.path("Messages").isArray()).isTrue();
    assertThat(ok(get(pid + "/results/" + pid)).path("Nonce").asLong()).isZero();
  }

  @Test
  void results_are_paged_in_both_directions_without_repeat_or_gap() {
    long[] times = {2_000, 2_000, 2_000, 3_000, 3_000, 4_000, 5_000};
    for (long time : times) {
      at(time, "Add", "1");
    }
    at(6_000, "Fail", "");
    at(7_000, "Add", "1");
    taken();

    JsonNode all = ok(get(pid + "/results"));
    assertThat(nonces(all)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 9L);
    assertThat(all.path("hasNextPage").asBoolean()).isFalse();

    assertThat(walk("ASC", "from")).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 9L);
    assertThat(nonces(ok(get(pid + "/results", "sort", "DESC", "limit", 1)))).containsExactly(9L);
    assertThat(nonces(ok(get(pid + "/results", "sort", "DESC", "limit", 3))))
        .containsExactly(9L, 7L, 6L);
    assertThat(
            ok(get(pid + "/results", "sort", "DESC", "limit", 3)).path("hasNextPage").asBoolean())
        .isTrue();
  }

  private List<Long> walk(String sort, String bound) {
    List<Long> found = new ArrayList<>();
    String cursor = "";
    while (true) {
      JsonNode page = ok(get(pid + "/results", "sort", sort, "limit", 2, bound, cursor));
      found.addAll(nonces(page));
      if (!page.path("hasNextPage").asBoolean()) {
        return found;
      }
      JsonNode last = page.path("entries").get(page.path("entries").size() - 1);
      cursor = last.path("Timestamp").asLong() + "," + last.path("Nonce").asLong();
    }
  }

  @Test
  void from_is_exclusive_and_to_inclusive_whatever_the_order() {
    for (long time : new long[] {2_000, 2_000, 3_000, 4_000}) {
      at(time, "Add", "1");
    }
    taken();
    assertThat(nonces(ok(get(pid + "/results", "from", "2000")))).containsExactly(3L, 4L);
    assertThat(nonces(ok(get(pid + "/results", "from", "2000,1")))).containsExactly(2L, 3L, 4L);
    assertThat(nonces(ok(get(pid + "/results", "to", "3000")))).containsExactly(0L, 1L, 2L, 3L);
    assertThat(nonces(ok(get(pid + "/results", "to", "2000,1")))).containsExactly(0L, 1L);
    assertThat(nonces(ok(get(pid + "/results", "from", "1000", "to", "3000", "sort", "DESC"))))
        .containsExactly(3L, 2L, 1L);
    assertThat(nonces(ok(get(pid + "/results", "from", "9000")))).isEmpty();
  }

  @Test
  void a_page_ends_by_its_bytes_and_the_next_goes_on() {
    for (int i = 0; i < 6; i++) {
      at(2_000 + i, "Long", "60000");
    }
    taken();
    List<Long> found = walkAll();
    assertThat(found).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
    JsonNode first = ok(get(pid + "/results", "limit", 1_000));
    assertThat(first.path("hasNextPage").asBoolean()).isTrue();
    assertThat(first.toString().length()).isLessThan(1_000_000);
  }

  private List<Long> walkAll() {
    List<Long> found = new ArrayList<>();
    String cursor = "";
    while (true) {
      JsonNode page = ok(get(pid + "/results", "limit", 1_000, "from", cursor));
      found.addAll(nonces(page));
      if (!page.path("hasNextPage").asBoolean()) {
        return found;
      }
      JsonNode last = page.path("entries").get(page.path("entries").size() - 1);
      cursor = last.path("Timestamp").asLong() + "," + last.path("Nonce").asLong();
    }
  }

  @Test
  void assignments_are_the_log_with_each_item_as_it_was_signed() {
    InboxRecord add = at(2_000, "Add", "1", new Tag("Odd", "a\0😀"));
    at(3_000, "Fail", "");
    taken();
    JsonNode page = ok(get(pid + "/assignments", "from-nonce", 1));
    assertThat(nonces(page)).containsExactly(1L, 2L);
    JsonNode item = page.path("entries").get(0).path("Item");
    assertThat(item.path("Id").asText()).isEqualTo(add.id());
    assertThat(item.path("Signature").asText()).isEqualTo(add.signature());
    assertThat(item.path("Tags").toString()).contains("a\\u0000😀");
    assertThat(ok(get(pid + "/assignments", "limit", 2)).path("hasNextPage").asBoolean()).isTrue();
    assertThat(nonces(ok(get(pid + "/assignments", "from-nonce", -1)))).hasSize(3);
  }

  @Test
  void assignments_are_found_by_time_and_by_nonce_from_both_ends() {
    for (long time : new long[] {2_000, 2_000, 3_000, 4_000}) {
      at(time, "Add", "1");
    }
    at(5_000, "Fail", "");
    taken();
    assertThat(nonces(assigned("from", 2_000))).containsExactly(3L, 4L, 5L);
    assertThat(nonces(assigned("to", 2_000))).containsExactly(0L, 1L, 2L);
    assertThat(nonces(assigned("from", 1_000, "to", 3_000, "sort", "DESC")))
        .containsExactly(3L, 2L, 1L);
    assertThat(nonces(assigned("from-nonce", 2, "to-nonce", 3))).containsExactly(2L, 3L);
    assertThat(nonces(assigned("sort", "DESC", "limit", 1))).containsExactly(5L);
    assertThat(nonces(assigned("from", 2_000, "to-nonce", 4, "limit", 1))).containsExactly(3L);
    assertThat(nonces(assigned("from", 9_000))).isEmpty();
    assertThat(nonces(assigned("from-nonce", 6))).isEmpty();
  }

  private JsonNode assigned(Object... query) {
    return ok(get(pid + "/assignments", query));
  }

  @Test
  void a_message_is_found_at_its_process_and_by_its_id_alone() {
    InboxRecord add = at(2_000, "Add", "1");
    taken();
    JsonNode here = ok(get(pid + "/assignments/" + add.id()));
    assertThat(here.path("Process").asText()).isEqualTo(pid);
    assertThat(here.path("Nonce").asLong()).isEqualTo(1);
    assertThat(here.path("Timestamp").asLong()).isEqualTo(2_000);
    assertThat(here.path("Item").path("Signature").asText()).isEqualTo(add.signature());
    assertThat(ok(given().get("/unit/messages/" + add.id()))).isEqualTo(here);
    assertThat(ok(given().get("/unit/messages/" + pid)).path("Nonce").asLong()).isZero();
    refused(get(pid + "/assignments/" + NOBODY), 404, "NotEvaluated");
    refused(get(pid + "/assignments/a%00b"), 404, "NotEvaluated");
    refused(given().get("/unit/messages/" + NOBODY), 404, "NotEvaluated");
    refused(given().get("/unit/messages/a%00b"), 404, "NotEvaluated");
  }

  @Test
  void slots_are_the_order_without_what_was_said() {
    InboxRecord add = at(2_000, "Add", "1");
    at(2_500, "Fail", "");
    InboxRecord elsewhere = ALICE.message(NOBODY, "Add", "5").assignedTo(pid, List.of("Data"));
    batch.add(turn.next(elsewhere, 3_000));
    taken();
    JsonNode slots = ok(get(pid + "/slots", "from-nonce", 1));
    assertThat(slots.path("hasNextPage").asBoolean()).isFalse();
    assertThat(slots.path("first").asLong()).isEqualTo(1);
    assertThat(slots.path("slots").get(0).toString()).isEqualTo("[2000,\"" + add.id() + "\"]");
    assertThat(slots.path("slots").get(2).toString())
        .isEqualTo("[3000,\"" + elsewhere.id() + "\",[\"Data\"]]");
    assertThat(store.<Long>transact(work -> work.tables().view(pid).total())).isEqualTo(1);
    JsonNode two = ok(get(pid + "/slots", "limit", 2));
    assertThat(two.path("slots")).hasSize(2);
    assertThat(two.path("hasNextPage").asBoolean()).isTrue();
    assertThat(ok(get(pid + "/slots", "from-nonce", 99)).path("slots")).isEmpty();
    refused(get(NOBODY + "/slots"), 404, "UnknownProcess");
    refused(get(pid + "/slots", "from-nonce", -1), 400, "BadQuery");
  }

  @Test
  void the_log_holds_each_item_with_what_came_of_it() {
    InboxRecord add = at(2_000, "Add", "1", new Tag("Odd", "a\0😀"));
    at(3_000, "Fail", "");
    taken();
    JsonNode page = ok(get(pid + "/log", "from-nonce", 1));
    assertThat(nonces(page)).containsExactly(1L, 2L);
    assertThat(page.path("next").asLong()).isEqualTo(3);
    JsonNode entry = page.path("entries").get(0);
    assertThat(entry.path("Message").asText()).isEqualTo(add.id());
    assertThat(entry.path("Timestamp").asLong()).isEqualTo(2_000);
    assertThat(entry.path("Item").path("Id").asText()).isEqualTo(add.id());
    assertThat(entry.path("Item").path("Tags").toString()).contains("a\\u0000😀");
    assertThat(entry.path("Result"))
        .isEqualTo(ok(get(pid + "/results/" + add.id())).path("Result"));
    assertThat(page.path("entries").get(1).path("Result").path("Error").asText()).isNotEmpty();
    assertThat(nonces(ok(get(pid + "/log", "from-nonce", 9)))).isEmpty();
  }

  @Test
  void the_log_is_bounded_by_rows_and_bytes() {
    for (int i = 0; i < 4; i++) {
      at(2_000 + i, "Long", "60000");
    }
    taken();
    assertThat(nonces(ok(get(pid + "/log", "limit", 2)))).containsExactly(0L, 1L);
    JsonNode small = ok(get(pid + "/log", "from-nonce", 1, "bytes", 1));
    assertThat(nonces(small)).containsExactly(1L);
    assertThat(small.path("hasNextPage").asBoolean()).isTrue();
    // What is stored is longer than what is shown; twice too little is never enough for three.
    int bytes = small.path("entries").path(0).toString().length();
    List<Long> more = nonces(small);
    for (; more.size() == 1 && bytes < 1_000_000; bytes *= 2) {
      more = nonces(ok(get(pid + "/log", "from-nonce", 1, "bytes", bytes)));
    }
    assertThat(more).containsExactly(1L, 2L);
  }

  private static Response dryRun(String process, String body) {
    return given()
        .contentType("application/json")
        .body(body)
        .post("/unit/processes/" + process + "/dry-run");
  }

  @Test
  void a_dry_run_answers_and_changes_nothing() {
    at(2_000, "Add", "1");
    taken();
    String body =
        """
        {"Id":"1234","Owner":"OWNER","From":"OWNER","Anchor":"0","Data":"41",
         "Tags":[{"name":"Action","value":"Add"}],"Proven":true}
        """;
    for (int i = 0; i < 2; i++) {
      JsonNode result = ok(dryRun(pid, body));
      assertThat(result.path("Messages").get(0).path("Data").asText()).isEqualTo("{\"total\":42}");
    }
    assertThat(ok(get(pid)).path("Nonce").asLong()).isEqualTo(2);
    assertThat(nonces(ok(get(pid + "/results")))).containsExactly(0L, 1L);
    assertThat(store.<Long>transact(work -> work.tables().view(pid).total())).isEqualTo(1);
  }

  @Test
  void a_dry_run_of_a_bug_is_a_result_with_an_error() {
    taken();
    for (String action : List.of("Fail", "Recurse", "ReadBadly")) {
      JsonNode result =
          ok(dryRun(pid, "{\"Tags\":[{\"name\":\"Action\",\"value\":\"" + action + "\"}]}"));
      assertThat(result.path("Error").asText()).as(action).isNotEmpty();
    }
  }

  @Test
  void binary_data_of_a_dry_run_comes_as_base64url() {
    taken();
    String note =
        "{\"Tags\":[{\"name\":\"Action\",\"value\":\"Note\"}],\"Data\":\"%s\",\"Data-Encoding\":\"base64url\"}";
    JsonNode text = ok(dryRun(pid, String.format(Locale.ROOT, note, "YQBi")));
    assertThat(text.path("Messages").get(0).path("Data").asText())
        .contains("\"data\":\"a\\u0000b\"");
    JsonNode binary = ok(dryRun(pid, String.format(Locale.ROOT, note, "_w")));
    assertThat(binary.path("Messages").get(0).path("Data").asText()).contains("\"data\":\"_w\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "[]",
        "{} {}",
        "{\"Data\":1}",
        "{\"Tags\":{}}",
        "{\"Tags\":[{\"name\":\"a\"}]}",
        "{\"Proven\":\"yes\"}",
        "{\"Data\":\"ä\",\"Data-Encoding\":\"base64url\"}",
        "{\"Data-Encoding\":\"hex\"}"
      })
  void a_dry_run_body_that_is_wrong_is_refused(String body) {
    taken();
    refused(dryRun(pid, body), 400, "BadBody");
  }

  @ParameterizedTest
  @CsvSource({
    "from, x",
    "from, '1,'",
    "to, '1,2,3'",
    "sort, sideways",
    "limit, 0",
    "limit, -1",
    "limit, many",
    "from-nonce, x",
    "to-nonce, x"
  })
  void a_query_that_is_wrong_is_refused_by_name(String name, String value) {
    taken();
    String path = name.endsWith("-nonce") ? "/assignments" : "/results";
    Response response = get(pid + path, name, value);
    refused(response, 400, "BadQuery");
    assertThat(response.asString()).contains(name + " is '" + value + "'");
  }

  @Test
  void the_state_is_that_after_the_last_message() {
    at(2_000, "Add", "1");
    at(3_000, "Add", "41");
    taken();
    JsonNode state = ok(get(pid + "/state"));
    assertThat(state.toString())
        .isEqualTo(
            "{\"process\":\""
                + pid
                + "\",\"kind\":\"counter\",\"owner\":\""
                + AUTHORITY.address()
                + "\",\"nonce\":2,\"timestamp\":3000,\"state\":{\"total\":42}}");
  }

  @Test
  void what_does_not_exist_is_not_found() {
    taken();
    refused(get(NOBODY), 404, "UnknownProcess");
    refused(get("a%00b"), 404, "UnknownProcess");
    refused(get(NOBODY + "/results"), 404, "UnknownProcess");
    refused(get(NOBODY + "/assignments"), 404, "UnknownProcess");
    refused(get(NOBODY + "/log"), 404, "UnknownProcess");
    refused(get(NOBODY + "/state"), 404, "UnknownProcess");
    refused(get(NOBODY + "/results/" + NOBODY), 404, "UnknownProcess");
    refused(dryRun(NOBODY, "{}"), 404, "UnknownProcess");
    refused(get(pid + "/results/" + NOBODY), 404, "NotEvaluated");
    refused(get(pid + "/results/a%00b"), 404, "NotEvaluated");
  }

  @Test
  void what_the_framework_refuses_is_json_too() {
    refused(given().delete("/unit/processes/" + pid), 405, "MethodNotAllowed");
    refused(
        given().contentType("text/plain").body("x").post("/unit/processes/" + pid + "/dry-run"),
        415,
        "UnsupportedMediaType");
  }

  @Test
  void limits_of_one_page_hold_however_much_is_asked_for() {
    taken();
    assertThat(nonces(ok(get(pid + "/results", "limit", Long.MAX_VALUE)))).containsExactly(0L);
  }
}
