package mostao.ao.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
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

  @Test
  void aPageOfNothingIsABug() {
    assertThatThrownBy(() -> new Page(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Page(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
