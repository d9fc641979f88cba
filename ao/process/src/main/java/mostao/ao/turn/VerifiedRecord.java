package mostao.ao.turn;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import mostao.ao.message.Message;
import mostao.ao.message.Tags;
import mostao.ao.wire.Encoded;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.ItemData;

/**
 * A record of an inbox whose item was verified here, and whose id, owner and sender are those of
 * the item. Only {@link InboxVerifier} makes one, and an assigned {@link Message} is made of
 * nothing else: a record that was merely decoded can't be evaluated.
 */
public final class VerifiedRecord {
  private final Encoded<InboxRecord> signed;
  private final InboxRecord inbox;

  /**
   * @param signed whose fields were compared with the verified item, which is not kept: a batch
   *     would be in memory twice
   */
  VerifiedRecord(Encoded<InboxRecord> signed) {
    this.signed = signed;
    this.inbox = signed.record();
  }

  /** The record and its JSON. */
  public Encoded<InboxRecord> signed() {
    return signed;
  }

  /** As it stood on the topic. */
  public InboxRecord inbox() {
    return inbox;
  }

  /**
   * The message a process sees. Of what an assignment may exclude, {@code Data}, {@code Tags} and
   * {@code Anchor} are empty; who speaks and to whom always stays, since trust rests on it.
   *
   * @param timestamp of the assignment, Unix milliseconds
   */
  public Message message(long timestamp) {
    List<String> exclude = inbox.exclude();
    String anchor = exclude.contains("Anchor") ? "" : inbox.anchor();
    Optional<String> text = exclude.contains("Data") ? Optional.of("") : inbox.data().text();
    return new Message(
        inbox.id(),
        inbox.owner(),
        inbox.from(),
        inbox.assigned().isPresent() ? inbox.recipient() : inbox.target(),
        ItemData.of(Base64.getUrlDecoder().decode(anchor)).text().orElse(""),
        exclude.contains("Tags") ? Tags.none() : inbox.tags(),
        text.orElseGet(inbox.data()::base64Url),
        text.isEmpty(),
        timestamp,
        Message.Provenance.ASSIGNED);
  }
}
