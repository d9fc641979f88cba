package mostao.ao.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import mostao.ao.message.Tags;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.ItemData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths, parameters and bodies as units of other builds know them. */
class UnitRequestTest {
  private static final ResultsQuery RESULTS =
      new ResultsQuery(
          Optional.of(new Position(1_000, 5)),
          Optional.of(Position.behind(2_000)),
          true,
          OptionalInt.of(7));
  private static final AssignmentsQuery ASSIGNMENTS =
      AssignmentsQuery.all(false, 100).from(-1).to(2).fromNonce(3).toNonce(4);
  private static final SlotsQuery SLOTS = new SlotsQuery(OptionalLong.of(3), OptionalInt.of(4));
  private static final LogQuery LOG =
      new LogQuery(OptionalLong.of(-3), OptionalInt.of(4), OptionalInt.of(5));

  @Test
  void readsAreAtThePathsThatUnitsKnow() {
    DryRunBody body = DryRunBody.of("i", "o", "", ItemData.of(""), Tags.none(), false);
    assertThat(
            List.of(
                UnitRequest.process("p").path(),
                UnitRequest.result("p", "m").path(),
                UnitRequest.results("p", RESULTS).path(),
                UnitRequest.assignment("p", "m").path(),
                UnitRequest.assignments("p", ASSIGNMENTS).path(),
                UnitRequest.message("m").path(),
                UnitRequest.slots("p", SLOTS).path(),
                UnitRequest.log("p", LOG).path(),
                UnitRequest.state("p").path(),
                UnitRequest.dryRun("p", body).path()))
        .containsExactly(
            "/unit/processes/p",
            "/unit/processes/p/results/m",
            "/unit/processes/p/results",
            "/unit/processes/p/assignments/m",
            "/unit/processes/p/assignments",
            "/unit/messages/m",
            "/unit/processes/p/slots",
            "/unit/processes/p/log",
            "/unit/processes/p/state",
            "/unit/processes/p/dry-run");
  }

  @Test
  void whatIsNoIdStaysInsideItsPartOfThePath() {
    assertThat(UnitRequest.result("{message}", "a/../b c?d#e%").path())
        .isEqualTo("/unit/processes/%7Bmessage%7D/results/a%2F..%2Fb%20c%3Fd%23e%25");
  }

  @Test
  void queriesAreWrittenWithTheParametersThatUnitsKnow() {
    assertThat(RESULTS.parameters()).hasToString("{from=1000,5, to=2000, sort=DESC, limit=7}");
    assertThat(ASSIGNMENTS.parameters())
        .hasToString("{from=-1, to=2, from-nonce=3, to-nonce=4, sort=ASC, limit=100}");
    assertThat(SLOTS.parameters()).hasToString("{from-nonce=3, limit=4}");
    assertThat(LOG.parameters()).hasToString("{from-nonce=-3, limit=4, bytes=5}");
  }

  @Test
  void queriesAreReadAsTheyWereWritten() {
    assertThat(ResultsQuery.read(given(RESULTS.parameters()))).isEqualTo(Decoded.ok(RESULTS));
    assertThat(AssignmentsQuery.read(given(ASSIGNMENTS.parameters())))
        .isEqualTo(Decoded.ok(ASSIGNMENTS));
    assertThat(SlotsQuery.read(given(SLOTS.parameters()))).isEqualTo(Decoded.ok(SLOTS));
    assertThat(LogQuery.read(given(LOG.parameters()))).isEqualTo(Decoded.ok(LOG));
  }

  @Test
  void absentAndEmptyParametersAreTheSame() {
    Decoded<ResultsQuery> none =
        Decoded.ok(
            new ResultsQuery(Optional.empty(), Optional.empty(), false, OptionalInt.empty()));
    assertThat(ResultsQuery.read(name -> null)).isEqualTo(none);
    assertThat(ResultsQuery.read(name -> "")).isEqualTo(none);
    assertThat(SlotsQuery.read(name -> ""))
        .isEqualTo(Decoded.ok(new SlotsQuery(OptionalLong.empty(), OptionalInt.empty())));
  }

  @ParameterizedTest
  @CsvSource({
    "results, from, x, <milliseconds>",
    "results, from, '1,', <milliseconds>",
    "results, to, '1,2,3', <milliseconds>",
    "results, sort, sideways, ASC or DESC",
    "results, limit, 0, 1 or more",
    "results, limit, many, a whole number",
    "assignments, from, x, a whole number",
    "assignments, to-nonce, 1.5, a whole number",
    "assignments, limit, -1, 1 or more",
    "slots, from-nonce, -1, 0 or more",
    "slots, limit, 0, 1 or more",
    "log, from-nonce, x, a whole number",
    "log, bytes, 0, 1 or more"
  })
  void aWrongParameterIsNamed(String read, String name, String value, String right) {
    Map<String, Function<UnaryOperator<String>, Decoded<?>>> reads =
        Map.of(
            "results", ResultsQuery::read,
            "assignments", AssignmentsQuery::read,
            "slots", SlotsQuery::read,
            "log", LogQuery::read);
    Decoded<?> decoded = reads.get(read).apply(given(Map.of(name, value)));
    assertThat(decoded).isInstanceOf(Decoded.Bad.class);
    Decoded.Fault fault = ((Decoded.Bad<?>) decoded).fault();
    assertThat(fault.name()).isEqualTo("BadQuery");
    assertThat(fault.detail()).startsWith(name + " is '" + value + "': give ").contains(right);
  }

  @Test
  void aLimitBeyondAnyPageIsTheLargest() {
    Decoded<SlotsQuery> read =
        SlotsQuery.read(given(Map.of("limit", Long.toString(Long.MAX_VALUE))));
    assertThat(read)
        .isEqualTo(
            Decoded.ok(new SlotsQuery(OptionalLong.empty(), OptionalInt.of(Integer.MAX_VALUE))));
  }

  @Test
  void aDryRunsBodyIsWrittenAndRead() {
    DryRunBody text =
        DryRunBody.of("i", "o", "0", ItemData.of("d"), Tags.of("Action", "Info"), true);
    String json =
        "{\"Id\":\"i\",\"Owner\":\"o\",\"From\":\"o\",\"Anchor\":\"0\",\"Data\":\"d\","
            + "\"Tags\":[{\"name\":\"Action\",\"value\":\"Info\"}],\"Proven\":true}";
    assertThat(UnitRequest.dryRun("p", text).body()).contains(bytes(json));
    assertThat(DryRunBody.decode(bytes(json))).isEqualTo(Decoded.ok(text));
    ItemData data = ItemData.of(new byte[] {(byte) 0xff, 0});
    DryRunBody binary = DryRunBody.of("i", "o", "0", data, Tags.none(), false);
    assertThat(binary.json().toString())
        .contains("\"Data\":\"_wA\",\"Data-Encoding\":\"base64url\"");
    assertThat(DryRunBody.decode(binary.encode())).isEqualTo(Decoded.ok(binary));
  }

  @Test
  void absentFieldsOfADryRunAreEmpty() {
    DryRunBody empty = new DryRunBody("", "", "", "", "", false, Tags.none(), false);
    assertThat(DryRunBody.decode(bytes("{}"))).isEqualTo(Decoded.ok(empty));
    assertThat(DryRunBody.decode(bytes("{\"Data\":\"YQBi\",\"Data-Encoding\":\"base64url\"}")))
        .isEqualTo(Decoded.ok(new DryRunBody("", "", "", "", "a\0b", false, Tags.none(), false)));
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
        "{\"Data\":\"YQ==\",\"Data-Encoding\":\"base64url\"}",
        "{\"Data-Encoding\":\"hex\"}"
      })
  void aWrongDryRunIsANamedFault(String body) {
    assertThat(DryRunBody.decode(bytes(body))).isInstanceOf(Decoded.Bad.class);
  }

  private static UnaryOperator<String> given(Map<String, String> parameters) {
    return parameters::get;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
