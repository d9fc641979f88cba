package mostao.ao.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageTest {
  @Test
  void endsAtTheRowsOrTheBytesWhicheverComesFirst() {
    assertThat(new Page(2, 100).fitting(List.of(10, 10, 10))).isEqualTo(2);
    assertThat(new Page(9, 25).fitting(List.of(10, 10, 10))).isEqualTo(2);
    assertThat(new Page(9, 30).fitting(List.of(10, 10, 10))).isEqualTo(3);
    assertThat(new Page(9, 30).fitting(List.of())).isZero();
  }

  @Test
  void holdsOneRowHoweverLarge() {
    assertThat(new Page(9, 5).fitting(List.of(10, 1))).isEqualTo(1);
    assertThat(new Page(9, 5).fitting(List.of(Integer.MAX_VALUE, Integer.MAX_VALUE))).isEqualTo(1);
  }

  @Test
  void countsBytesOfUtf8AsWritten() {
    List<TextNode> rows = List.of(TextNode.valueOf("é"), TextNode.valueOf("e"));
    assertThat(Page.bytes("é€😀")).isEqualTo(9);
    assertThat(new Page(9, 7).of(rows)).hasSize(2);
    assertThat(new Page(9, 6).of(rows)).hasSize(1);
  }

  /** Of each kind of JSON, the page of the sizes that were counted. */
  @Test
  void rowsThatFitByFarAreThoseThatFit() {
    List<JsonNode> rows =
        Stream.of(
                "1e-300",
                "-12345678901234567890",
                "1e30",
                "1.50",
                "0",
                "true",
                "null",
                "[]",
                "{}",
                "[[],{\"\\u0000\\\"\":[false,null]}]",
                "{\"é€😀\\n\\\\\":-1,\"a\":{\"b\":\"\u007f\u2028\"}}")
            .map(text -> Json.parse(text).orElseThrow())
            .toList();
    List<Integer> sizes = rows.stream().map(row -> Page.bytes(Json.write(row))).toList();
    for (int i = 0; i < rows.size(); i++) {
      assertThat(Json.mostBytes(rows.get(i))).isGreaterThanOrEqualTo(sizes.get(i));
    }
    for (int bytes = 1; bytes < 2_000; bytes++) {
      Page page = new Page(9, bytes);
      assertThat(page.of(rows)).hasSize(page.fitting(sizes));
    }
    assertThat(new Page(20, 1_000_000).of(rows)).containsExactlyElementsOf(rows);
  }

  @Test
  void aPageOfNothingIsABug() {
    assertThatThrownBy(() -> new Page(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Page(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
