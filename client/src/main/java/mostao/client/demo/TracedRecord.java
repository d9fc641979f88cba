package mostao.client.demo;

import java.util.Optional;
import mostao.ao.message.Names;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Wire;

/**
 * A record on a topic, as far as a trace needs it.
 *
 * @param evaluated false on an inbox, true on an outbox
 * @param id of the item that is to be or was evaluated
 * @param root of the item that began the chain
 */
record TracedRecord(
    String topic,
    int partition,
    long offset,
    long timestamp,
    boolean evaluated,
    String id,
    String root,
    String process,
    String action) {

  /** Empty for what is not a record of ours. */
  static Optional<TracedRecord> inbox(
      String topic, int partition, long offset, long timestamp, byte[] value) {
    if (!(Wire.decodeInbox(value) instanceof Decoded.Ok<InboxRecord> ok)) {
      return Optional.empty();
    }
    InboxRecord inbox = ok.value();
    boolean push = !inbox.from().equals(inbox.owner());
    String root = push ? inbox.tags().first(Names.PUSHED_FOR).orElse(inbox.id()) : inbox.id();
    String action = inbox.tags().first(Names.ACTION).orElse("");
    return Optional.of(
        new TracedRecord(
            topic, partition, offset, timestamp, false, inbox.id(), root, inbox.target(), action));
  }

  /** Empty for what is not a record of ours. */
  static Optional<TracedRecord> outbox(
      String topic, int partition, long offset, long timestamp, byte[] value) {
    if (!(Wire.decodeOutbox(value) instanceof Decoded.Ok<OutboxRecord> ok)) {
      return Optional.empty();
    }
    OutboxRecord outbox = ok.value();
    return Optional.of(
        new TracedRecord(
            topic,
            partition,
            offset,
            timestamp,
            true,
            outbox.message(),
            outbox.pushedFor(),
            outbox.process(),
            outbox.action()));
  }
}
