package mostao.ao.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{}", "null", "{\"n\":null}", "{\"other\":1}"})
  void whatIsNotSaidIsNotThereAndNotWrong(String data) {
    Fields fields = fields(data);
    assertThat(fields.whole("n", 1)).isEmpty();
    assertThat(fields.millis("n")).isEmpty();
    assertThat(fields.text("n")).isEmpty();
    assertThat(fields.page(Rules.defaults())).isEqualTo(new Page(1_000, 512 * 1024));
    assertThat(fields.refusal()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"n\":7}", "{\"n\":\"7\"}", "{\"n\":7.0}", "{\"n\":\" 7 \"}"})
  void aWholeNumberMayComeAsText(String data) {
    assertThat(fields(data).whole("n", 7)).contains(7L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"6", "7.5", "\"x\"", "\"\"", "true", "[]", "{}", "9223372036854775808"})
  void whatIsNoWholeNumberFromTheLeastOnIsRefusedByName(String value) {
    Fields fields = fields("{\"n\":" + value + "}");
    assertThat(fields.whole("n", 7)).isEmpty();
    Refusal refusal = fields.refusal().orElseThrow();
    assertThat(refusal.code()).isEqualTo(Refusal.Code.INVALID_DATA);
    assertThat(refusal.message()).startsWith("n '");
  }

  @ParameterizedTest
  @CsvSource({"1731234567.123,1731234567123", "0,0", "-1.5,-1500", "1.0009,1000"})
  void secondsBecomeMilliseconds(String seconds, long millis) {
    assertThat(fields("{\"from\":" + seconds + "}").millis("from")).contains(millis);
    assertThat(fields("{\"from\":\"" + seconds + "\"}").millis("from")).contains(millis);
  }

  @Test
  void aTimeOutOfRangeIsRefused() {
    Fields fields = fields("{\"from\":9223372036854775807}");
    assertThat(fields.millis("from")).isEmpty();
    assertThat(fields.refusal()).isPresent();
  }

  @Test
  void theFirstThatIsWrongIsSaid() {
    Fields fields = fields("{\"a\":[],\"b\":{}}");
    fields.text("b");
    fields.text("a");
    assertThat(fields.refusal().orElseThrow().message()).startsWith("b ");
  }

  @Test
  void morePagesThanOneAreTooLarge() {
    Fields fields = fields("{\"limit\":1001}");
    fields.page(Rules.defaults());
    assertThat(fields.refusal().orElseThrow().code()).isEqualTo(Refusal.Code.TOO_LARGE);
    assertThat(fields("{\"limit\":1000}").page(Rules.defaults()).rows()).isEqualTo(1_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "7", "[1]", "{\"a\":1,}", "\"x\""})
  void otherDataThanAnObjectIsRefused(String data) {
    assertThat(fields(data).refusal()).isPresent();
  }

  private static Fields fields(String data) {
    return Fields.of(new Arguments(data, Json.parse(data)));
  }
}
