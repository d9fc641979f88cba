package mostao.gateway.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import mostao.ao.unit.Position;
import mostao.gateway.answer.ErrorCode;
import mostao.gateway.answer.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
  private static final String OF_THE_CONTRACT =
      "eyJ0aW1lc3RhbXAiOjE3MDAwMDAwMDAwMDAsIm9yZGluYXRlIjoiMyIsImNyb24iOm51bGwsInNvcnQiOiJBU0MifQ==";

  @Test
  void isWrittenAsTheContractSays() {
    assertThat(Cursor.of(1_700_000_000_000L, 3, "ASC").text()).isEqualTo(OF_THE_CONTRACT);
  }

  @Test
  void isReadBack() {
    Cursor cursor = Cursor.of(1_700_000_000_123L, 77, "DESC");
    assertThat(read(cursor.text())).isEqualTo(cursor);
    assertThat(cursor.position()).isEqualTo(new Position(1_700_000_000_123L, 77));
  }

  @Test
  void paddingPlusAndUrlSafeFormsMakeNoDifference() {
    Cursor cursor = Cursor.of(1_700_000_000_000L, 3, "ASC");
    assertThat(read(OF_THE_CONTRACT.replace("=", ""))).isEqualTo(cursor);
    String withSpaces =
        Base64.getEncoder()
            .encodeToString(
                "{\"timestamp\":7,\"ordinate\":\"1\",\"cron\":\">>>???\",\"sort\":\"ASC\"}"
                    .getBytes(StandardCharsets.UTF_8));
    assertThat(withSpaces).contains("+");
    assertThat(read(withSpaces.replace('+', ' '))).isEqualTo(Cursor.of(7, 1, "ASC"));
    assertThat(read(withSpaces.replace('+', '-').replace('/', '_')))
        .isEqualTo(Cursor.of(7, 1, "ASC"));
  }

  @Test
  void aBareTimestampIsAPlaceWithoutNonce() {
    Cursor cursor = read("1700000000000");
    assertThat(cursor)
        .isEqualTo(new Cursor(1_700_000_000_000L, Optional.empty(), Optional.empty()));
    assertThat(cursor.position()).isEqualTo(Position.behind(1_700_000_000_000L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "1e3",
        "99999999999999999999",
        "abc",
        "%%%",
        "e30=",
        "bnVsbA==",
        "W10=",
        "eyJ0aW1lc3RhbXAiOiIxIiwib3JkaW5hdGUiOiIzIn0=",
        "eyJ0aW1lc3RhbXAiOi0xLCJvcmRpbmF0ZSI6IjMifQ==",
        "eyJ0aW1lc3RhbXAiOjEsIm9yZGluYXRlIjoieCJ9",
        "eyJ0aW1lc3RhbXAiOjEsIm9yZGluYXRlIjoiMyIsInNvcnQiOiJ1cCJ9",
      })
  void whatIsNoCursorIsRefusedByName(String text) {
    assertThat(Cursor.read("from", text))
        .isInstanceOfSatisfying(
            Reply.Denied.class,
            denied -> {
              assertThat(denied.refused().code()).isEqualTo(ErrorCode.INVALID_REQUEST);
              assertThat(denied.refused().error()).contains("'from'").contains(text);
            });
  }

  @Test
  void aLongTextIsNotDecoded() {
    assertThat(Cursor.read("from", "A".repeat(100_000))).isInstanceOf(Reply.Denied.class);
  }

  private static Cursor read(String text) {
    return ((Reply.Given<Cursor>) Cursor.read("from", text)).value();
  }
}
