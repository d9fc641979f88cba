package mostao.ao.wire;

import java.util.Objects;
import mostao.ao.message.Tags;

/**
 * A record of an inbox: an item as it was signed, so that anyone can verify it again, and what the
 * gateway made of it. Key = {@code target}.
 *
 * @param id base64url of SHA-256 of the signature
 * @param owner address of the signing key
 * @param ownerKey base64url of the public key
 * @param signatureType 1 to 7
 * @param signature base64url
 * @param from owner, or the process a push of the authority speaks for
 * @param target the process that evaluates; a process item's own id
 * @param anchor base64url of the 32 bytes, or empty
 * @param data the item's data
 */
public record InboxRecord(
    String id,
    String owner,
    String ownerKey,
    int signatureType,
    String signature,
    String from,
    String target,
    String anchor,
    Tags tags,
    ItemData data) {
  public InboxRecord {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(ownerKey, "ownerKey");
    Objects.requireNonNull(signature, "signature");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(anchor, "anchor");
    Objects.requireNonNull(tags, "tags");
    Objects.requireNonNull(data, "data");
  }
}
