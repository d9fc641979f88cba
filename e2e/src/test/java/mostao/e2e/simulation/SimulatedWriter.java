package mostao.e2e.simulation;

import mostao.ao.kafka.publish.TopicWriter;
import org.apache.kafka.clients.producer.Producer;

/** The real inbox over any producer. */
public final class SimulatedWriter {
  private SimulatedWriter() {}

  public static TopicWriter over(Producer<String, byte[]> producer) {
    return new TopicWriter(producer);
  }
}
