package mostao.ao.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import mostao.ao.message.Message;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  @Test
  void aScalarComesPlainOrAsJson() {
    assertThat(of("alice").handle()).contains("alice");
    assertThat(of(" @alice ").handle()).contains("alice");
    assertThat(of("\"alice\"").handle()).contains("alice");
    assertThat(of("{\"handle\":\"@alice\"}").handle()).contains("alice");
    assertThat(of("007").handle()).contains("007");
    assertThat(of("true").handle()).contains("true");
    assertThat(of("").handle()).isEmpty();
    assertThat(of("{}").handle()).isEmpty();
    assertThat(of("{\"Handle\":\"alice\"}").handle()).isEmpty();
    assertThat(of("[\"alice\"]").handle()).isEmpty();
    assertThat(of("null").handle()).contains("null");
    assertThat(of("\"null\"").handle()).contains("null");
    assertThat(of("{\"handle\":\"null\"}").handle()).contains("null");
    assertThat(of("{\"handle\":true}").handle()).contains("true");
    assertThat(of("{\"handle\":123}").handle()).contains("123");
    assertThat(of("{\"handle\":null}").handle()).isEmpty();
    assertThat(of("{\"handle\":1.5}").handle()).isEmpty();
  }

  @Test
  void twoHandlesComeInThreeForms() {
    assertThat(of("alice, @bob").handles()).containsExactly("alice", "bob");
    assertThat(of("[\"alice\",\"bob\"]").handles()).containsExactly("alice", "bob");
    assertThat(of("{\"handleA\":\"alice\",\"handleB\":\"bob\"}").handles())
        .containsExactly("alice", "bob");
    assertThat(of("bob").handles()).containsExactly("bob");
    assertThat(of("a,b,c").handles()).isEmpty();
    assertThat(of("alice,").handles()).isEmpty();
    assertThat(of("[\"alice\",7]").handles()).containsExactly("alice", "7");
    assertThat(of("null, true").handles()).containsExactly("null", "true");
    assertThat(of("null").handles()).containsExactly("null");
    assertThat(of("{\"handleA\":7,\"handleB\":true}").handles()).containsExactly("7", "true");
    assertThat(of("[\"alice\",null]").handles()).isEmpty();
  }

  @Test
  void tagsComeAsObjectOrArray() {
    assertThat(Arguments.tags(Json.parse("{\"A\":\"1\",\"B\":\"2\"}").orElseThrow()))
        .hasValueSatisfying(
            tags -> assertThat(tags).containsExactly(new Tag("A", "1"), new Tag("B", "2")));
    assertThat(Arguments.tags(Json.parse("[{\"name\":\"A\",\"value\":\"1\"}]").orElseThrow()))
        .hasValueSatisfying(tags -> assertThat(tags).containsExactly(new Tag("A", "1")));
    assertThat(Arguments.tags(Json.parse("{\"A\":1}").orElseThrow())).isEmpty();
    assertThat(Arguments.tags(Json.parse("[\"A\"]").orElseThrow())).isEmpty();
    assertThat(Arguments.tags(Json.parse("7").orElseThrow())).isEmpty();
  }

  @Test
  void jsonThatCannotBeKeptIsNoJson() {
    assertThat(Json.parse("{\"a\":1e999999999}")).isEmpty();
    assertThat(Json.parse("\"\\ud800\"")).isEmpty();
    assertThat(Json.parse("{\"\\udc00\":1}")).isEmpty();
    assertThat(Json.parse("{\"a\":1,\"a\":2}")).isEmpty();
    assertThat(Json.parse("{} {}")).isEmpty();
    assertThat(Json.parse("")).isEmpty();
    assertThat(Json.parse("[".repeat(5000))).isEmpty();
    assertThat(Json.parse("[".repeat(65) + "]".repeat(65))).isEmpty();
    assertThat(Json.parse("[".repeat(64) + "]".repeat(64))).isPresent();
    assertThat(Json.parse("[1e309]")).isEmpty();
    assertThat(Json.parse("[-1e309]")).isEmpty();
    assertThat(Json.parse("[1e-400]")).isEmpty();
    assertThat(Json.parse("[1e99999999999]")).isEmpty();
    assertThat(Json.parse("[" + "9".repeat(400) + "]")).isEmpty();
    assertThat(Json.parse("[0e99, 1e308, -4.9e-324, " + "9".repeat(300) + "]")).isPresent();
    assertThat(Json.parse("[0e-999999999, 0e999999999]").map(Json::write)).contains("[0,0]");
    assertThat(Json.parse("\uFEFF{}")).isEmpty();
    assertThat(Json.parse("\"\\u0000\\ud83d\\ude00\"")).isPresent();
  }

  @Test
  void timeIsSecondsWithMillisecondsAsTheFraction() {
    assertThat(Json.write(Json.seconds(1_731_234_567_123L))).isEqualTo("1731234567.123");
    assertThat(Json.write(Json.seconds(1_731_234_567_000L))).isEqualTo("1731234567.000");
    assertThat(Json.millis(Json.seconds(1_731_234_567_123L))).contains(1_731_234_567_123L);
    assertThat(Json.millis(Json.parse("1731234567.1239").orElseThrow()))
        .contains(1_731_234_567_123L);
    assertThat(Json.millis(Json.parse("1e30").orElseThrow())).isEmpty();
    assertThat(Json.millis(Json.parse("\"1\"").orElseThrow())).isEmpty();
    assertThat(Json.seconds(5).decimalValue()).isEqualByComparingTo(new BigDecimal("0.005"));
  }

  @Test
  void theClientsPlaceholderIsAHandleExceptInAnonymousDryRuns() {
    assertThat(of("1234", Message.Provenance.ANONYMOUS_DRY_RUN).isNothing()).isTrue();
    assertThat(of("1234", Message.Provenance.ANONYMOUS_DRY_RUN).handle()).contains("1234");
    assertThat(Fields.of(of("1234", Message.Provenance.ANONYMOUS_DRY_RUN)).refusal()).isEmpty();
    assertThat(of("1234", Message.Provenance.ASSIGNED).isNothing()).isFalse();
    assertThat(Fields.of(of("1234", Message.Provenance.PROVEN_DRY_RUN)).refusal()).isPresent();
    assertThat(of("{}", Message.Provenance.ASSIGNED).isNothing()).isTrue();
    assertThat(of(" ", Message.Provenance.ASSIGNED).isNothing()).isTrue();
  }

  @Test
  void theClientsMadeUpNumberCountsAsNoData() {
    Tags of0057 =
        Tags.of("Action", "Register", "Data-Protocol", "ao", "Variant", "ao.TN.1")
            .and(Tags.of("Type", "Message", "SDK", "aoconnect", "Content-Type", "text/plain"));
    assertThat(of("0628", of0057).isNothing()).isTrue();
    assertThat(of("0628", of0057).handle()).isEmpty();
    assertThat(of("0628", of0057).handles()).isEmpty();
    assertThat(of("3e-7", of0057).isNothing()).isTrue();
    assertThat(of("alice", of0057).handle()).contains("alice");
    Tags callersOwn =
        Tags.of("Content-Type", "text/plain", "Data-Protocol", "ao", "SDK", "aoconnect");
    assertThat(of("0628", callersOwn).handle()).contains("0628");
    assertThat(of("0628").handle()).contains("0628");
  }

  @Test
  void theEndOfAWholeSecondIsItsLastMillisecond() {
    assertThat(Fields.of(of("{\"t\":2}")).lastMillis("t")).contains(2_999L);
    assertThat(Fields.of(of("{\"t\":\"2\"}")).lastMillis("t")).contains(2_999L);
    assertThat(Fields.of(of("{\"t\":2.000}")).lastMillis("t")).contains(2_999L);
    assertThat(Fields.of(of("{\"t\":2.001}")).lastMillis("t")).contains(2_001L);
    assertThat(Fields.of(of("{\"t\":-2}")).lastMillis("t")).contains(-1_001L);
    assertThat(Fields.of(of("{\"t\":9223372036854775}")).lastMillis("t"))
        .contains(9_223_372_036_854_775_000L);
    assertThat(Fields.of(of("{}")).lastMillis("t")).isEmpty();
  }

  private static Arguments of(String data, Tags tags) {
    return Arguments.of(
        new Message("id", "o", "o", "t", "", tags, data, false, 0, Message.Provenance.ASSIGNED));
  }

  private static Arguments of(String data) {
    return of(data, Message.Provenance.ASSIGNED);
  }

  private static Arguments of(String data, Message.Provenance provenance) {
    return Arguments.of(
        new Message("id", "o", "o", "t", "", Tags.none(), data, false, 0, provenance));
  }
}
