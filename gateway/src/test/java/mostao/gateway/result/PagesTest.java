package mostao.gateway.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import mostao.gateway.answer.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void absentParametersHaveTheDefaultsOfTheContract() {
    assertThat(given(asked(null, null, null, null)))
        .isEqualTo(Map.of("sort", "ASC", "limit", "25"));
  }

  @Test
  void boundsArePassedOnAsPlaces() {
    String cursor = Cursor.of(1_000, 5, "ASC").text();
    assertThat(given(asked(cursor, "2000", null, "7")))
        .isEqualTo(Map.of("from", "1000,5", "to", "2000", "sort", "ASC", "limit", "7"));
  }

  @Test
  void aSortInACursorCountsMoreThanTheQuerys() {
    String descending = Cursor.of(1_000, 5, "DESC").text();
    assertThat(given(asked(descending, null, "ASC", null))).containsEntry("sort", "DESC");
    assertThat(given(asked(null, descending, "ASC", null))).containsEntry("sort", "DESC");
    assertThat(given(asked("1000", null, "DESC", null))).containsEntry("sort", "DESC");
  }

  @Test
  void anEmptyBoundIsNone() {
    assertThat(given(asked("", "", null, null))).doesNotContainKeys("from", "to");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "many", "undefined", "1.5", "9999999999"})
  void aLimitThatIsNoNumberIsRefused(String limit) {
    assertThat(Pages.query(asked(null, null, null, limit))).isInstanceOf(Reply.Denied.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"asc", "up", ""})
  void aSortThatIsNoneIsRefused(String sort) {
    assertThat(Pages.query(asked(null, null, sort, null))).isInstanceOf(Reply.Denied.class);
  }

  @Test
  void aUnitsPageBecomesEdges() throws JsonProcessingException {
    String result = "{\"Messages\":[],\"Spawns\":[],\"Assignments\":[],\"Output\":\"\"}";
    var page =
        MAPPER.readTree(
            "{\"hasNextPage\":true,\"entries\":[{\"Message\":\"m\",\"Nonce\":3,\"Timestamp\":1700000000000,\"Result\":"
                + result
                + "}]}");
    assertThat(Pages.edges(page, "ASC"))
        .isEqualTo(
            MAPPER.readTree(
                "{\"pageInfo\":{\"hasNextPage\":true},\"edges\":[{\"node\":"
                    + result
                    + ",\"cursor\":\""
                    + Cursor.of(1_700_000_000_000L, 3, "ASC").text()
                    + "\"}]}"));
  }

  private static Map<String, String> given(Pages.PageRequest asked) {
    return ((Reply.Given<Map<String, String>>) Pages.query(asked)).value();
  }

  private static Pages.PageRequest asked(String from, String to, String sort, String limit) {
    return new Pages.PageRequest(
        Optional.ofNullable(from),
        Optional.ofNullable(to),
        Optional.ofNullable(sort),
        Optional.ofNullable(limit));
  }
}
