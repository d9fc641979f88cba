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

  @Override
  public String toString() {
    return cluster + "/" + topic;
  }
}
