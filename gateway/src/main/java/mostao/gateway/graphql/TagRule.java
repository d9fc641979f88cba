package mostao.gateway.graphql;

import java.util.List;
import java.util.Objects;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;

/**
 * A filter's condition on the tags of one name.
 *
 * @param values of which the tag must have one
 * @param unequal instead, no tag of this name may have any of them
 * @param wildcard {@code *} in a value stands for any text
 */
record TagRule(String name, List<String> values, boolean unequal, boolean wildcard) {
  TagRule {
    Objects.requireNonNull(name, "name");
    values = List.copyOf(values);
  }

  boolean allows(Tags tags) {
    boolean found = false;
    for (Tag tag : tags) {
      found |= tag.name().equals(name) && is(tag.value());
    }
    return found != unequal;
  }

  private boolean is(String value) {
    return wildcard
        ? values.stream().anyMatch(pattern -> like(value, pattern))
        : values.contains(value);
  }

  /** By parts, so that no pattern takes longer than its length times the text's. */
  private static boolean like(String text, String pattern) {
    String[] parts = pattern.split("\\*", -1);
    if (parts.length == 1) {
      return text.equals(pattern);
    }
    String head = parts[0];
    String tail = parts[parts.length - 1];
    if (!text.startsWith(head) || !text.endsWith(tail)) {
      return false;
    }
    int at = head.length();
    int end = text.length() - tail.length();
    for (int i = 1; i < parts.length - 1; i++) {
      int found = text.indexOf(parts[i], at);
      if (found < 0) {
        return false;
      }
      at = found + parts[i].length();
    }
    return at <= end;
  }
}
