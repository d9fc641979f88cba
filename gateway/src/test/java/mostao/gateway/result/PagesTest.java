package mostao.gateway.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import mostao.ao.message.Result;
import mostao.ao.unit.EntryPage;
import mostao.ao.unit.Evaluated;
import mostao.ao.unit.Position;
import mostao.ao.unit.ResultEntry;
import mostao.ao.unit.ResultsQuery;
import mostao.gateway.answer.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void absentParametersHaveTheDefaultsOfTheContract() {
    assertThat(given(asked(null, null, null, null)))
        .isEqualTo(new ResultsQuery(Optional.empty(), Optional.empty(), false, OptionalInt.of(25)));
  }

  @Test
  void boundsArePassedOnAsPlaces() {
    String cursor = Cursor.of(1_000, 5, "ASC").text();
    assertThat(given(asked(cursor, "2000", null, "7")))
        .isEqualTo(
            new ResultsQuery(
                Optional.of(new Position(1_000, 5)),
                Optional.of(Position.behind(2_000)),
                false,
                OptionalInt.of(7)));
  }

  @Test
  void aSortInACursorCountsMoreThanTheQuerys() {
    String descending = Cursor.of(1_000, 5, "DESC").text();
    assertThat(given(asked(descending, null, "ASC", null)).newestFirst()).isTrue();
    assertThat(given(asked(null, descending, "ASC", null)).newestFirst()).isTrue();
    assertThat(given(asked("1000", null, "DESC", null)).newestFirst()).isTrue();
  }

  @Test
  void anEmptyBoundIsNone() {
    ResultsQuery query = given(asked("", "", null, null));
    assertThat(query.after()).isEmpty();
    assertThat(query.upTo()).isEmpty();
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
    EntryPage<ResultEntry> page =
        new EntryPage<>(
            List.of(
                new ResultEntry(new Evaluated("p", "m", 3, 1_700_000_000_000L), Result.nothing())),
            true);
    assertThat(Pages.edges(page, false))
        .isEqualTo(
            MAPPER.readTree(
                "{\"pageInfo\":{\"hasNextPage\":true},\"edges\":[{\"node\":"
                    + result
                    + ",\"cursor\":\""
                    + Cursor.of(1_700_000_000_000L, 3, "ASC").text()
                    + "\"}]}"));
  }

  private static ResultsQuery given(Pages.PageRequest asked) {
    return ((Reply.Given<ResultsQuery>) Pages.query(asked)).value();
  }

  private static Pages.PageRequest asked(String from, String to, String sort, String limit) {
    return new Pages.PageRequest(
        Optional.ofNullable(from),
        Optional.ofNullable(to),
        Optional.ofNullable(sort),
        Optional.ofNullable(limit));
  }
}
