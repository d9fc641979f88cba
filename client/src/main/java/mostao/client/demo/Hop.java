package mostao.client.demo;

/**
 * One place a message passed.
 *
 * @param topic on Kafka
 * @param process id of the process that takes or took the message
 * @param name what people call the process
 * @param action the Action it performs
 * @param id of the item
 * @param timestamp when the record was written, Unix milliseconds: the broker's time on inboxes,
 *     the service's on outboxes
 * @param millis since the hop before; since the sending on the first
 */
public record Hop(
    String topic,
    int partition,
    long offset,
    String process,
    String name,
    String action,
    String id,
    long timestamp,
    long millis) {}
