package mostao.ao.runtime.unit;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/**
 * Text that people wrote, in a {@code text} column, as a JSON string literal in ASCII: quoted,
 * everything beyond ASCII escaped. PostgreSQL can't hold U+0000 as it is. Equal texts are equal
 * columns, so it may be looked up by; it does not sort as the text does. For
 * {@code @Convert(converter = EscapedText.class)}.
 */
@Converter
public final class EscapedText implements AttributeConverter<String, String> {
  @Override
  public String convertToDatabaseColumn(String text) {
    return text == null ? null : column(text);
  }

  /** The column of a text that is not null. */
  public static String column(String text) {
    try {
      return AsciiJson.MAPPER.writeValueAsString(text);
    } catch (JsonProcessingException bug) {
      throw new IllegalStateException("a text can always be written", bug);
    }
  }

  @Override
  public String convertToEntityAttribute(String column) {
    return column == null ? null : text(column);
  }

  /** The text of a column that is not null. */
  public static String text(String column) {
    int end = column.length() - 1;
    if (end > 0
        && column.indexOf('\\') < 0
        && column.indexOf('"', 1) == end
        && column.charAt(0) == '"') {
      // As most are: nothing in it is escaped.
      return column.substring(1, end);
    }
    try {
      return AsciiJson.MAPPER.readValue(column, String.class);
    } catch (JsonProcessingException foreign) {
      throw new IllegalStateException("the column holds what we did not write", foreign);
    }
  }
}
