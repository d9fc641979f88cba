package mostao.ao.runtime.unit;

import java.util.Objects;

/**
 * The inbox topic a database was evaluated from.
 *
 * @param cluster id that the Kafka cluster gave itself
 * @param topic id that the cluster gave the topic when it was made; a topic that is made anew under
 *     the same name has another
 */
public record Origin(String cluster, String topic) {
  public Origin {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(topic, "topic");
  }

  // A record's own are put together of classes that are made at their first call, in a start.
  @Override
  public boolean equals(Object other) {
    return other instanceof Origin origin
        && cluster.equals(origin.cluster)
        && topic.equals(origin.topic);
  }

  @Override
  public int hashCode() {
    return 31 * cluster.hashCode() + topic.hashCode();
  }

  @Override
  public String toString() {
    return cluster + "/" + topic;
  }
}
