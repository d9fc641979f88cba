package mostao.ao.message;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The tags of an item or message: order and duplicates kept as sent. Where one value is wanted the
 * <em>first</em> tag with exactly that name counts.
 *
 * @param list the tags in order
 */
public record Tags(List<Tag> list) implements Iterable<Tag> {
  private static final Tags NONE = new Tags(List.of());

  public Tags {
    list = List.copyOf(list);
  }

  public static Tags none() {
    return NONE;
  }

  /**
   * Tags from alternating names and values.
   *
   * @throws IllegalArgumentException when the last name has no value
   */
  public static Tags of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "tag " + namesAndValues[namesAndValues.length - 1] + " has no value");
    }
    List<Tag> tags = new ArrayList<>(namesAndValues.length / 2);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      tags.add(new Tag(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new Tags(tags);
  }

  /** The value of the first tag with this name. */
  public Optional<String> first(String name) {
    for (Tag tag : list) {
      if (tag.name().equals(name)) {
        return Optional.of(tag.value());
      }
    }
    return Optional.empty();
  }

  /** The values of all tags with this name, in order. */
  public List<String> all(String name) {
    List<String> values = new ArrayList<>();
    for (Tag tag : list) {
      if (tag.name().equals(name)) {
        values.add(tag.value());
      }
    }
    return List.copyOf(values);
  }

  public int size() {
    return list.size();
  }

  public boolean isEmpty() {
    return list.isEmpty();
  }

  public boolean has(String name) {
    return first(name).isPresent();
  }

  public boolean has(String name, String value) {
    return list.stream().anyMatch(tag -> tag.name().equals(name) && tag.value().equals(value));
  }

  /** The same tags without those whose name is in {@code names}. */
  public Tags without(Set<String> names) {
    return filter(tag -> !names.contains(tag.name()));
  }

  public Tags filter(Predicate<Tag> keep) {
    List<Tag> kept = new ArrayList<>(list.size());
    for (Tag tag : list) {
      if (keep.test(tag)) {
        kept.add(tag);
      }
    }
    return kept.size() == list.size() ? this : new Tags(kept);
  }

  /** These tags followed by those. */
  public Tags and(Tags more) {
    List<Tag> all = new ArrayList<>(list.size() + more.size());
    all.addAll(list);
    all.addAll(more.list);
    return new Tags(all);
  }

  public Tags and(String name, String value) {
    return and(of(name, value));
  }

  /**
   * The value that counts for the ao protocol: from the first {@code Data-Protocol=ao} tag on,
   * since a tag belongs to the nearest protocol before it; the first match anywhere if that section
   * has none.
   */
  public Optional<String> ofAo(String name) {
    boolean inside = false;
    for (Tag tag : list) {
      if (tag.name().equals(Names.DATA_PROTOCOL)) {
        inside = tag.value().equals(Names.AO);
      } else if (inside && tag.name().equals(name)) {
        return Optional.of(tag.value());
      }
    }
    return first(name);
  }

  @Override
  public Iterator<Tag> iterator() {
    return list.iterator();
  }
}
