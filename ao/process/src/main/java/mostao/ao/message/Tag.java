package mostao.ao.message;

import java.util.Objects;

/**
 * One name and value of a DataItem, in the order the item has them. Names are case-sensitive and
 * may repeat.
 *
 * @param name the tag's name
 * @param value the tag's value, possibly empty
 */
public record Tag(String name, String value) {
  public Tag {
    Objects.requireNonNull(name, "a tag needs a name");
    Objects.requireNonNull(value, () -> "tag " + name + " needs a value");
  }
}
