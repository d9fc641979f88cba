package mostao.client.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import mostao.ao.process.Json;

/** How far each device's chain of messages was read. Not thread-safe. */
public final class Heads {
  private static final int MOST_MISSING = 1000;

  /**
   * The newest message of a device.
   *
   * @param hash by which its next one names it
   * @param missing counters below that were not there
   */
  public record Head(long generation, long counter, String hash, SortedSet<Long> missing) {}

  private final Map<String, Head> heads = new HashMap<>();

  /** As {@link #toJson} writes them. */
  public static Heads of(JsonNode kept) {
    Heads heads = new Heads();
    for (var entry : kept.properties()) {
      SortedSet<Long> missing = new TreeSet<>();
      entry.getValue().path("missing").forEach(one -> missing.add(one.asLong()));
      heads.heads.put(
          entry.getKey(),
          new Head(
              entry.getValue().path("generation").asLong(),
              entry.getValue().path("counter").asLong(),
              entry.getValue().path("hash").asText(),
              missing));
    }
    return heads;
  }

  public ObjectNode toJson() {
    ObjectNode all = Json.object();
    heads.forEach(
        (device, head) -> {
          ArrayNode missing =
              all.putObject(device)
                  .put("generation", head.generation())
                  .put("counter", head.counter())
                  .put("hash", head.hash())
                  .putArray("missing");
          head.missing().forEach(missing::add);
        });
    return all;
  }

  public Optional<Head> of(String device) {
    return Optional.ofNullable(heads.get(device));
  }

  /** The newest generation that anybody wrote under. */
  public long generation() {
    return heads.values().stream().mapToLong(Head::generation).max().orElse(0);
  }

  /** Messages that were written under this generation. */
  public long written(long generation) {
    return heads.values().stream()
        .filter(head -> head.generation() == generation)
        .mapToLong(Head::counter)
        .sum();
  }

  /** Devices that were read further here than there. */
  public SortedSet<String> ahead(Heads there) {
    SortedSet<String> ahead = new TreeSet<>();
    heads.forEach(
        (device, head) -> {
          Optional<Head> other = there.of(device);
          if (other.isEmpty()
              || other.get().generation() < head.generation()
              || other.get().generation() == head.generation()
                  && other.get().counter() < head.counter()) {
            ahead.add(device);
          }
        });
    return ahead;
  }

  void put(String device, long generation, long counter, String hash, SortedSet<Long> missing) {
    while (missing.size() > MOST_MISSING) {
      missing.remove(missing.first());
    }
    heads.put(device, new Head(generation, counter, hash, missing));
  }
}
