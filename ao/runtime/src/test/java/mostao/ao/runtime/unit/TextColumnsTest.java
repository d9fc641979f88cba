package mostao.ao.runtime.unit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class TextColumnsTest {
  private static final String EVERY_CHARACTER = everyCharacter();

  private static String everyCharacter() {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      all.append((char) c);
    }
    return all.append("😀").toString();
  }

  @Test
  void every_text_comes_back_and_its_column_is_ascii() {
    String column = new EscapedText().convertToDatabaseColumn(EVERY_CHARACTER);
    assertThat(column.chars()).allMatch(c -> c >= ' ' && c <= '~' || c == 0x7f);
    assertThat(new EscapedText().convertToEntityAttribute(column)).isEqualTo(EVERY_CHARACTER);
  }

  @Test
  void equal_texts_are_equal_columns() {
    EscapedText text = new EscapedText();
    assertThat(text.convertToDatabaseColumn("a\0é"))
        .isEqualTo("\"a\\u0000\\u00E9\"")
        .isEqualTo(text.convertToDatabaseColumn("a" + (char) 0 + "é"));
  }

  @Test
  void a_tree_comes_back_with_its_order_and_its_numbers() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("z", EVERY_CHARACTER).put(EVERY_CHARACTER, 1).putNull("null");
    tree.set("decimal", DecimalNode.valueOf(new BigDecimal("1.500")));
    tree.set("large", DecimalNode.valueOf(new BigDecimal("1e30")));
    tree.putArray("array").add(true).add(Long.MAX_VALUE);
    String column = new JsonText().convertToDatabaseColumn(tree);
    assertThat(column.chars()).allMatch(c -> c >= ' ' && c <= '~' || c == 0x7f);
    JsonNode back = new JsonText().convertToEntityAttribute(column);
    assertThat(new JsonText().convertToDatabaseColumn(back)).isEqualTo(column);
    assertThat(back.get("z").textValue()).isEqualTo(EVERY_CHARACTER);
    assertThat(back.get("decimal").decimalValue()).isEqualTo(new BigDecimal("1.500"));
    assertThat(back.fieldNames().next()).isEqualTo("z");
  }

  @Test
  void nothing_is_nothing() {
    assertThat(new EscapedText().convertToDatabaseColumn(null)).isNull();
    assertThat(new EscapedText().convertToEntityAttribute(null)).isNull();
    assertThat(new JsonText().convertToDatabaseColumn(null)).isNull();
    assertThat(new JsonText().convertToEntityAttribute(null)).isNull();
  }
}
