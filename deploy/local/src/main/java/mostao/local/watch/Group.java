package mostao.local.watch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * A consumer group.
 *
 * @param state as Kafka names it
 * @param members client and host of each
 * @param committed the next offset of each partition that it ever committed
 * @param owners of partitions, as client and host
 */
record Group(
    String name,
    String state,
    List<String> members,
    Map<TopicPartition, Long> committed,
    Map<TopicPartition, String> owners) {
  /** The groups of a deployment. */
  static List<String> known() {
    List<String> names = new ArrayList<>();
    Topics.MODULES.forEach(module -> names.add(Topics.group(module)));
    names.add(Topics.MESSENGER_GROUP);
    return names;
  }

  /** The topics that a group of a deployment reads; none for another group. */
  static List<String> topics(String name) {
    if (name.equals(Topics.MESSENGER_GROUP)) {
      return Topics.MODULES.stream().map(Topics::outbox).toList();
    }
    return Topics.MODULES.stream()
        .filter(module -> name.equals(Topics.group(module)))
        .map(Topics::inbox)
        .toList();
  }

  /** The group that takes the records of a topic. */
  static Optional<String> reading(String topic) {
    return known().stream().filter(name -> topics(name).contains(topic)).findFirst();
  }

  /**
   * Asks for groups; one that may not be seen is left out with a note.
   *
   * @param notes gets a sentence about each such group
   */
  static Map<String, Group> ask(Admin admin, Collection<String> names, Set<String> notes) {
    Map<String, Group> groups = new HashMap<>();
    for (String name : names) {
      try {
        groups.put(name, ask(admin, name));
      } catch (GroupAuthorizationException denied) {
        notes.add(Failures.sentence(denied));
      }
    }
    return groups;
  }

  private static Group ask(Admin admin, String name) {
    Map<TopicPartition, Long> committed = new HashMap<>();
    List<String> members = new ArrayList<>();
    Map<TopicPartition, String> owners = new HashMap<>();
    String state = "never joined";
    try {
      Failures.answer(admin.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata())
          .forEach(
              (partition, offset) -> {
                if (offset != null) {
                  committed.put(partition, offset.offset());
                }
              });
      ConsumerGroupDescription described =
          Failures.answer(admin.describeConsumerGroups(List.of(name)).describedGroups().get(name));
      state = described.groupState().toString();
      for (MemberDescription member : described.members()) {
        String owner = member.clientId() + "@" + member.host().replaceFirst("^/", "");
        members.add(owner);
        member.assignment().topicPartitions().forEach(one -> owners.put(one, owner));
      }
    } catch (GroupIdNotFoundException never) {
      members.clear();
    }
    return new Group(name, state, List.copyOf(members), committed, owners);
  }

  /** Whether it has committed past a record. */
  boolean hasTaken(Place place) {
    return place.offset() < next(place);
  }

  private long next(Place place) {
    return committed.getOrDefault(new TopicPartition(place.topic(), place.partition()), 0L);
  }

  /** What a record that it has not taken waits for. */
  String waitsFor(Place place) {
    TopicPartition partition = new TopicPartition(place.topic(), place.partition());
    long next = next(place);
    if (hasTaken(place)) {
      return name + " has taken it";
    }
    String before =
        Words.count(place.offset() - next, "record")
            + " before it on "
            + place.topic()
            + "/"
            + partition.partition();
    String owner = owners.get(partition);
    if (owner != null) {
      return "waits for " + name + ", " + before + ", owner " + owner;
    }
    return "waits for "
        + name
        + ", which nobody reads for ("
        + (members.isEmpty() ? "no member" : "no owner of this partition")
        + "), "
        + before;
  }
}
