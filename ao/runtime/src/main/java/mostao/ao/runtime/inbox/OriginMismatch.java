package mostao.ao.runtime.inbox;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mostao.ao.runtime.unit.Origin;

/**
 * A database and an inbox topic that can't belong together. Going on would leave messages out, or
 * evaluate messages of another deployment into this state; so a service stops instead of guessing.
 *
 * @param name what operators look for in the runbook
 * @param sentence what is wrong, with the values
 */
record OriginMismatch(String name, String sentence) {
  /**
   * The offsets a partition has.
   *
   * @param begin of its first record
   * @param end behind its last
   */
  record Kept(long begin, long end) {}

  /**
   * Compares the two. Pure.
   *
   * @param recorded the topic the database was evaluated from, if it says
   * @param found the topic there is
   * @param accepted a topic that an operator vouches for, as {@link Origin#toString} writes it
   * @param next offset the database expects next, of the partitions it has evaluated anything of
   * @param kept by partition of the topic
   */
  static Optional<OriginMismatch> of(
      String topic,
      Optional<Origin> recorded,
      Origin found,
      Optional<String> accepted,
      Map<Integer, Long> next,
      Map<Integer, Kept> kept) {
    boolean vouched = accepted.equals(Optional.of(found.toString()));
    if (!next.isEmpty() && recorded.isPresent() && !recorded.get().equals(found) && !vouched) {
      return Optional.of(anotherTopic(topic, recorded.get(), found));
    }
    Map<Integer, Long> expectations = new TreeMap<>(next);
    if (!vouched) {
      // A state that lacks the beginning of its inbox is none.
      kept.keySet().forEach(partition -> expectations.putIfAbsent(partition, 0L));
    }
    for (Map.Entry<Integer, Long> expected : expectations.entrySet()) {
      Optional<OriginMismatch> mismatch =
          range(topic + "-" + expected.getKey(), expected.getValue(), kept.get(expected.getKey()));
      if (mismatch.isPresent()) {
        return mismatch;
      }
    }
    return Optional.empty();
  }

  private static OriginMismatch anotherTopic(String topic, Origin recorded, Origin found) {
    return recorded.cluster().equals(found.cluster())
        ? new OriginMismatch(
            "RecreatedTopic",
            topic
                + " was made anew: its id is "
                + found.topic()
                + ", this database was evaluated from "
                + recorded.topic())
        : new OriginMismatch(
            "WrongCluster",
            topic
                + " of cluster "
                + found.cluster()
                + " is not what this database was evaluated from, which is of cluster "
                + recorded.cluster());
  }

  private static Optional<OriginMismatch> range(String partition, long next, Kept kept) {
    if (kept == null || kept.end < next) {
      return Optional.of(
          new OriginMismatch(
              "InboxShorterThanDatabase",
              partition
                  + (kept == null ? " is not there" : " ends at offset " + kept.end)
                  + ", the database has evaluated up to "
                  + next));
    }
    return kept.begin > next
        ? Optional.of(
            new OriginMismatch(
                "InboxTrimmed",
                partition
                    + " begins at offset "
                    + kept.begin
                    + ", the database has evaluated up to "
                    + next
                    + ": the records in between were never evaluated"))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return name + ": " + sentence + ". The remedy is in deploy/RUNBOOK.md under " + name + ".";
  }
}
