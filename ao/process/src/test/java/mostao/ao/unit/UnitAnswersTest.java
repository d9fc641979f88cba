package mostao.ao.unit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.ItemData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The JSON of each answer, which gateways and units of other builds rely on: names and order may
 * not change.
 */
class UnitAnswersTest {
  private static final String AT =
      "\"Process\":\"p\",\"Message\":\"m\",\"Nonce\":7,\"Timestamp\":1700000000000";
  private static final String ITEM =
      "{\"Id\":\"m\",\"Owner\":\"o\",\"OwnerKey\":\"k\",\"SignatureType\":2,\"Signature\":\"s\","
          + "\"From\":\"f\",\"Target\":\"p\",\"Anchor\":\"\","
          + "\"Tags\":[{\"name\":\"Action\",\"value\":\"Add\"}],\"Data\":\"1\"}";
  private static final String RESULT =
      "{\"Messages\":[],\"Spawns\":[],\"Assignments\":[],\"Output\":\"done\"}";

  private static final Evaluated EVALUATED = new Evaluated("p", "m", 7, 1_700_000_000_000L);
  private static final InboxRecord RECORD =
      new InboxRecord(
          "m", "o", "k", 2, "s", "f", "p", "", Tags.of("Action", "Add"), ItemData.of("1"));
  private static final Result DONE = Result.said("done");

  private static final UnitRequest<EntryPage<ResultEntry>> RESULTS =
      UnitRequest.results(
          "p", new ResultsQuery(Optional.empty(), Optional.empty(), false, OptionalInt.empty()));
  private static final UnitRequest<SlotPage> SLOTS =
      UnitRequest.slots("p", new SlotsQuery(OptionalLong.empty(), OptionalInt.empty()));
  private static final UnitRequest<LogPage> LOG =
      UnitRequest.log(
          "p", new LogQuery(OptionalLong.empty(), OptionalInt.empty(), OptionalInt.empty()));

  @Test
  void aProcessIsWrittenAndRead() {
    ProcessSummary process = new ProcessSummary("p", "o", Tags.of("a", "b"), 3, 9, 5);
    same(
        UnitRequest.process("p"),
        process,
        process.json(),
        "{\"Id\":\"p\",\"Owner\":\"o\",\"Tags\":[{\"name\":\"a\",\"value\":\"b\"}],"
            + "\"Nonce\":3,\"Timestamp\":9,\"Partition\":5}");
  }

  @Test
  void aStateIsWrittenAndRead() {
    ObjectNode total = JsonNodeFactory.instance.objectNode().put("total", 42);
    ProcessState state = new ProcessState("p", "counter", "o", 2, 9, total);
    same(
        UnitRequest.state("p"),
        state,
        state.json(),
        "{\"process\":\"p\",\"kind\":\"counter\",\"owner\":\"o\",\"nonce\":2,\"timestamp\":9,"
            + "\"state\":{\"total\":42}}");
  }

  @Test
  void entriesAreWrittenAndRead() {
    ResultEntry result = new ResultEntry(EVALUATED, DONE);
    String resultJson = "{" + AT + ",\"Result\":" + RESULT + "}";
    same(UnitRequest.result("p", "m"), result, result.json(), resultJson);
    AssignmentEntry assignment = new AssignmentEntry(EVALUATED, RECORD);
    String assignmentJson = "{" + AT + ",\"Item\":" + ITEM + "}";
    same(UnitRequest.assignment("p", "m"), assignment, assignment.json(), assignmentJson);
    same(UnitRequest.message("m"), assignment, assignment.json(), assignmentJson);
    EntryPage<ResultEntry> page = new EntryPage<>(List.of(result), true);
    same(RESULTS, page, page.json(), "{\"hasNextPage\":true,\"entries\":[" + resultJson + "]}");
    EntryPage<AssignmentEntry> order = new EntryPage<>(List.of(assignment), false);
    same(
        UnitRequest.assignments("p", AssignmentsQuery.all(false, 1)),
        order,
        order.json(),
        "{\"hasNextPage\":false,\"entries\":[" + assignmentJson + "]}");
  }

  @Test
  void aLogIsWrittenAndRead() {
    LogPage log = new LogPage(List.of(new LogEntry(EVALUATED, RECORD, DONE)), false, 8);
    same(
        LOG,
        log,
        log.json(),
        "{\"hasNextPage\":false,\"next\":8,\"entries\":[{"
            + AT
            + ",\"Item\":"
            + ITEM
            + ",\"Result\":"
            + RESULT
            + "}]}");
  }

  @Test
  void slotsAreWrittenAndRead() {
    SlotPage slots =
        new SlotPage(
            4,
            List.of(
                new SlotPage.Slot(1, "a", List.of()),
                new SlotPage.Slot(2, "b", List.of("Data", "Tags"))),
            true);
    same(
        SLOTS,
        slots,
        slots.json(),
        "{\"hasNextPage\":true,\"first\":4,\"slots\":[[1,\"a\"],[2,\"b\",[\"Data\",\"Tags\"]]]}");
  }

  @Test
  void aDryRunsAnswerIsAResult() {
    DryRunBody body = DryRunBody.of("i", "o", "", ItemData.of(""), Tags.none(), false);
    byte[] result = bytes(RESULT);
    assertThat(UnitRequest.dryRun("p", body).decode(result)).isEqualTo(Decoded.ok(result));
    fault(UnitRequest.dryRun("p", body), "{'Messages':[]}", "MissingField", "field Spawns");
  }

  @Test
  void anErrorIsWrittenAndRead() {
    UnitError error = new UnitError("BadQuery", "limit is 'x'");
    String json = "{\"error\":{\"code\":\"BadQuery\",\"message\":\"limit is 'x'\"}}";
    assertThat(error.json()).hasToString(json);
    assertThat(UnitError.decode(bytes(json))).isEqualTo(Decoded.ok(error));
    assertThat(UnitError.decode(bytes("{\"error\":\"text\"}")))
        .isEqualTo(Decoded.bad("WrongType", "field error is STRING, not an object"));
    assertThat(UnitError.decode(bytes("<html>"))).isInstanceOf(Decoded.Bad.class);
    assertThat(UnitError.unknownProcess("a\0" + "b".repeat(90)).message())
        .isEqualTo("no process 'a?" + "b".repeat(78) + "…' lives here");
  }

  @Test
  void fieldsOfOtherBuildsAreIgnored() {
    assertThat(
            UnitRequest.result("p", "m")
                .decode(bytes("{\"New\":1," + AT + ",\"Result\":" + RESULT + "}")))
        .isEqualTo(Decoded.ok(new ResultEntry(EVALUATED, DONE)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no json | NotJson | Unrecognized token",
        "[] | NotJson | not a JSON object",
        "{} | MissingField | field entries is missing",
        "{'entries':{}} | WrongType | field entries is OBJECT, not an array",
        "{'entries':[1]} | WrongType | field entries is NUMBER, not an array of objects",
        "{'entries':[]} | MissingField | field hasNextPage is missing",
        "{'entries':[],'hasNextPage':1} | WrongType | field hasNextPage is NUMBER, not true or false",
        "{'entries':[{'Process':1}]} | WrongType | field entries[0].Process is NUMBER, not text",
        "{'entries':[{'Process':'p','Message':'m','Nonce':1.5}]} | WrongType | entries[0].Nonce is",
        "{'entries':[{'Process':'p','Message':'m','Nonce':-1,'Timestamp':1}]} | WrongType | Nonce is -1",
        "{'entries':[{'Process':'p','Message':'m','Nonce':1,'Timestamp':1}]} | MissingField | entries[0].Result",
        "{'entries':[{'Process':'p','Message':'m','Nonce':1,'Timestamp':1,'Result':{}}]}"
            + "| MissingField | entries[0].Result.Messages",
      })
  void aWrongPageIsANamedFault(String json, String name, String detail) {
    fault(RESULTS, json, name, detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'hasNextPage':false,'slots':[]} | MissingField | field first",
        "{'hasNextPage':false,'first':0,'slots':[{}]} | WrongType | slots[0]",
        "{'hasNextPage':false,'first':0,'slots':[[1,'a'],['1','a']]} | WrongType | slots[1]",
        "{'hasNextPage':false,'first':0,'slots':[[1,'a',[2]]]} | WrongType | slots[0]",
      })
  void aWrongSlotIsANamedFault(String json, String name, String detail) {
    fault(SLOTS, json, name, detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'hasNextPage':false,'entries':[]} | MissingField | field next",
        "{'hasNextPage':false,'entries':[],'next':'1'} | WrongType | field next",
      })
  void aWrongLogIsANamedFault(String json, String name, String detail) {
    fault(LOG, json, name, detail);
  }

  @Test
  void aWrongStateOrProcessIsANamedFault() {
    fault(UnitRequest.state("p"), "{}", "MissingField", "process");
    fault(
        UnitRequest.state("p"),
        "{'process':'p','kind':'k','owner':'o','nonce':1,'timestamp':1,'state':[]}",
        "WrongType",
        "field state is ARRAY");
    fault(UnitRequest.process("p"), "{'Id':'p','Owner':'o'}", "MissingField", "Tags");
    fault(UnitRequest.message("m"), "{" + AT + ",'Item':1}", "WrongType", "Item is NUMBER");
  }

  private static void fault(UnitRequest<?> request, String json, String name, String detail) {
    Decoded<?> decoded = request.decode(bytes(json.replace('\'', '"')));
    assertThat(decoded).isInstanceOf(Decoded.Bad.class);
    Decoded.Fault fault = ((Decoded.Bad<?>) decoded).fault();
    assertThat(fault.name()).isEqualTo(name);
    assertThat(fault.detail()).contains(detail);
  }

  private static <T> void same(UnitRequest<T> request, T value, ObjectNode written, String json) {
    assertThat(written).hasToString(json);
    assertThat(request.decode(bytes(json))).isEqualTo(Decoded.ok(value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
