package mostao.local.floor;

import java.util.List;
import java.util.Map;
import mostao.ao.wire.InboxRecord;

/**
 * Everything that one conversation message was: four items, each on an inbox, and four Results.
 *
 * @param items the sender's first, then the three that processes sent
 * @param records of inboxes and outboxes, as they are on the topics
 */
record Chain(List<InboxRecord> items, List<Row> records) {
  /** A record of a topic. */
  record Row(byte[] key, byte[] value, Map<String, byte[]> headers) {}
}
