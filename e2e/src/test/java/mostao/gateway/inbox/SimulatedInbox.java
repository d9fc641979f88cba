package mostao.gateway.inbox;

import org.apache.kafka.clients.producer.Producer;

/** The real inbox over any producer. */
public final class SimulatedInbox {
  private SimulatedInbox() {}

  public static Inbox over(Producer<String, byte[]> producer) {
    return new Inbox(producer);
  }
}
