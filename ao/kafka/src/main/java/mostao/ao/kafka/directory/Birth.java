package mostao.ao.kafka.directory;

import java.util.Optional;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.kafka.publish.TopicRecord;
import mostao.ao.message.Names;
import mostao.ao.message.Tags;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.wire.DirectoryRecord;

/**
 * The two records by which a process comes into being. Write {@code inbox} first: a process that is
 * found in the directory can be written to.
 *
 * @param inbox the process item, as the first message of its process
 * @param listing its record for the directory
 * @param entry what the directory keeps of it
 */
public record Birth(TopicRecord inbox, TopicRecord listing, ProcessEntry entry) {
  /**
   * @param item the process item
   * @param module name of its module
   * @param from the wallet that signed the item, or the process that spawned it
   * @param trace W3C trace context, carried along
   */
  public static Birth of(VerifiedItem item, String module, String from, Optional<byte[]> trace) {
    Tags tags = item.tags();
    DirectoryRecord listing =
        new DirectoryRecord(
            item.id(),
            module,
            tags.ofAo(Names.MODULE).orElse(""),
            item.owner(),
            Listing.counting(tags));
    return new Birth(
        TopicRecord.toInbox(module, InboxVerifier.record(item, from, item.id()), trace),
        TopicRecord.toDirectory(listing),
        ProcessEntry.of(listing));
  }
}
