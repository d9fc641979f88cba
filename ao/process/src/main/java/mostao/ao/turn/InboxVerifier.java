package mostao.ao.turn;

import java.util.Optional;
import java.util.function.Function;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.DataItem;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.SignatureType;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.message.Names;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.Decoded.Fault;
import mostao.ao.wire.Encoded;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.ItemData;
import mostao.ao.wire.Wire;

/**
 * From bytes on an inbox topic to a message that may be evaluated. Whatever wrote the record, only
 * what its signature covers is believed: id, owner and sender are worked out again from the item.
 * Thread-safe.
 */
public final class InboxVerifier {
  private final Function<DataItem, Reading<VerifiedItem>> verifier;

  public InboxVerifier(Verifier verifier) {
    this(verifier::verify);
  }

  /**
   * @param verifier answers as {@link Verifier#verify(DataItem)} does; only that can make a
   *     verified item of received bytes
   */
  public InboxVerifier(Function<DataItem, Reading<VerifiedItem>> verifier) {
    this.verifier = verifier;
  }

  /** The record with what it says. */
  public ReadRecord read(ReceivedRecord received) {
    return new ReadRecord(received, verify(received));
  }

  /** The record, if it is a verified item that stands under the right key. */
  public Decoded<VerifiedRecord> verify(ReceivedRecord received) {
    Decoded<Encoded<InboxRecord>> decoded = Wire.readInbox(received.value());
    if (!(decoded instanceof Decoded.Ok<Encoded<InboxRecord>> ok)) {
      return new Decoded.Bad<>(((Decoded.Bad<Encoded<InboxRecord>>) decoded).fault());
    }
    InboxRecord inbox = ok.value().record();
    if (!inbox.target().equals(received.key())) {
      return Decoded.bad(
          Fault.WRONG_KEY,
          "the record's key is " + received.key() + ", its Target " + inbox.target());
    }
    return verify(ok.value());
  }

  private Decoded<VerifiedRecord> verify(Encoded<InboxRecord> encoded) {
    InboxRecord inbox = encoded.record();
    Optional<SignatureType> type = SignatureType.of(inbox.signatureType());
    if (type.isEmpty()) {
      return Decoded.bad(
          Fault.NOT_SIGNED, "signature type " + inbox.signatureType() + " is not supported");
    }
    boolean birth = inbox.id().equals(inbox.target());
    boolean assigned = inbox.assigned().isPresent();
    if (assigned && (birth || inbox.recipient().equals(inbox.target()))) {
      return Decoded.bad(
          Fault.WRONG_TARGET, "item " + inbox.id() + " is assigned where it belongs anyway");
    }
    Reading<DataItem> item;
    try {
      item =
          DataItem.of(
              type.get(),
              bytes(inbox.signature()),
              bytes(inbox.ownerKey()),
              bytes(inbox.recipient()),
              bytes(inbox.anchor()),
              inbox.tags(),
              inbox.data().bytes());
    } catch (IllegalArgumentException notBase64) {
      return Decoded.bad(Fault.WRONG_TYPE, "a field is not base64url: " + notBase64.getMessage());
    }
    Reading<VerifiedItem> verified =
        item instanceof Reading.Ok<DataItem> parsed
            ? verifier.apply(parsed.value())
            : refused(item);
    if (verified instanceof Reading.Refused<VerifiedItem> refused) {
      return Decoded.bad(
          Fault.NOT_SIGNED, refused.refusal().rule() + ": " + refused.refusal().message());
    }
    VerifiedItem signed = ((Reading.Ok<VerifiedItem>) verified).value();
    if (!signed.id().equals(inbox.id())) {
      return Decoded.bad(
          Fault.WRONG_ID, "Id is " + inbox.id() + ", the signature's is " + signed.id());
    }
    if (!signed.owner().equals(inbox.owner())) {
      return Decoded.bad(
          Fault.WRONG_OWNER, "Owner is " + inbox.owner() + ", the signer is " + signed.owner());
    }
    String spoken = inbox.tags().first(Names.FROM_PROCESS).orElse(inbox.owner());
    if (!inbox.from().equals(inbox.owner()) && !inbox.from().equals(spoken)) {
      return Decoded.bad(Fault.WRONG_FROM, "From is " + inbox.from() + ", the item says " + spoken);
    }
    return birth && !inbox.tags().ofAo(Names.TYPE).equals(Optional.of(Names.TYPE_PROCESS))
        ? Decoded.bad(Fault.WRONG_TARGET, "item " + inbox.id() + " is not a process item")
        : Decoded.ok(new VerifiedRecord(encoded));
  }

  private static Reading<VerifiedItem> refused(Reading<DataItem> item) {
    return new Reading.Refused<>(((Reading.Refused<DataItem>) item).refusal());
  }

  /** In its one spelling: with a second one, the same signed bytes would name another process. */
  private static byte[] bytes(String base64Url) {
    return Base64Url.decode(base64Url)
        .orElseThrow(() -> new IllegalArgumentException("another spelling of " + base64Url));
  }

  /** The record of a verified item, as the gateway puts it on an inbox. */
  public static InboxRecord record(VerifiedItem signed, String from, String target) {
    DataItem item = signed.item();
    return new InboxRecord(
        signed.id(),
        signed.owner(),
        text(item.ownerKey()),
        item.type().code(),
        text(item.signature()),
        from,
        target,
        text(item.anchor()),
        item.tags(),
        ItemData.of(item.data()));
  }

  private static String text(byte[] bytes) {
    return Base64Url.encode(bytes);
  }
}
