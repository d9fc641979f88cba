package mostao.ao.runtime.unit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/**
 * A JSON tree in a {@code text} column, as ASCII: everything that people put into it survives,
 * U+0000 and halves of surrogate pairs included, which PostgreSQL can hold neither in {@code text}
 * nor in {@code jsonb}. For {@code @Convert(converter = JsonText.class)}.
 */
@Converter
public final class JsonText implements AttributeConverter<JsonNode, String> {
  @Override
  public String convertToDatabaseColumn(JsonNode tree) {
    if (tree == null) {
      return null;
    }
    try {
      return AsciiJson.MAPPER.writeValueAsString(tree);
    } catch (JsonProcessingException bug) {
      throw new IllegalStateException("a JSON tree can always be written", bug);
    }
  }

  @Override
  public JsonNode convertToEntityAttribute(String column) {
    return column == null ? null : tree(column);
  }

  /** The tree of a column that is not null. */
  public static JsonNode tree(String column) {
    try {
      return AsciiJson.MAPPER.readTree(column);
    } catch (JsonProcessingException foreign) {
      throw new IllegalStateException("the column holds what we did not write", foreign);
    }
  }
}
