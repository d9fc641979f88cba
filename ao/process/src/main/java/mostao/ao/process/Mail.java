package mostao.ao.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;

/**
 * A message or spawn that a handler hands to {@link Ao#send} and {@link Ao#spawn}: target, data,
 * further root keys (which become tags) and tags, as an object or as an array.
 *
 * @param target process id or wallet address; empty for a spawn
 * @param data text, or null for the default of the operation
 * @param rootKeys keys beyond Target, Data, Anchor, Tags and From, in order; they become tags
 * @param tags in order, duplicates kept
 */
public record Mail(String target, String data, List<Tag> rootKeys, List<Tag> tags) {
  public Mail {
    Objects.requireNonNull(target, "target");
    rootKeys = List.copyOf(rootKeys);
    tags = List.copyOf(tags);
  }

  public static Mail to(String target) {
    return new Mail(target, null, List.of(), List.of());
  }

  /** For spawns, which have no target. */
  public static Mail toNobody() {
    return to("");
  }

  public Mail data(String text) {
    return new Mail(target, text, rootKeys, tags);
  }

  /** Adds a root key. */
  public Mail with(String name, String value) {
    List<Tag> more = new ArrayList<>(rootKeys);
    more.add(new Tag(name, value));
    return new Mail(target, data, more, tags);
  }

  public Mail tag(String name, String value) {
    return tags(List.of(new Tag(name, value)));
  }

  /** Adds tags given as an array. */
  public Mail tags(List<Tag> array) {
    List<Tag> more = new ArrayList<>(tags);
    more.addAll(array);
    return new Mail(target, data, rootKeys, more);
  }

  public Mail tags(Tags array) {
    return tags(array.list());
  }

  /** Adds tags given as an object, in its iteration order. */
  public Mail tags(Map<String, String> object) {
    return tags(object.entrySet().stream().map(e -> new Tag(e.getKey(), e.getValue())).toList());
  }
}
