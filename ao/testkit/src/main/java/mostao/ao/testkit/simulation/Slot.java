package mostao.ao.testkit.simulation;

/** A partition of a topic. */
public record Slot(String topic, int partition) {
  @Override
  public String toString() {
    return topic + "-" + partition;
  }
}
