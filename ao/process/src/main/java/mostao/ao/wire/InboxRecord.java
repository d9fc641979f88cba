package mostao.ao.wire;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
 * @param assigned when the item was not sent to {@code target} but assigned to it
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
    ItemData data,
    Optional<Assigned> assigned) {

  /**
   * Routes an item to a process that it does not name. The signature covers none of it.
   *
   * @param recipient the item's own target; empty if it has none
   * @param exclude names of fields that the process does not get to see
   */
  public record Assigned(String recipient, List<String> exclude) {
    private static final int MOST_NAMES = 16;
    private static final String NAME = "[A-Za-z0-9_-]{1,64}";

    public Assigned {
      Objects.requireNonNull(recipient, "recipient");
      exclude = List.copyOf(exclude);
      if (exclude.size() > MOST_NAMES) {
        throw new IllegalArgumentException(
            exclude.size() + " fields are excluded: at most " + MOST_NAMES + " can be");
      }
      for (String name : exclude) {
        if (!name.matches(NAME)) {
          throw new IllegalArgumentException(
              "an excluded field has a name of "
                  + name.length()
                  + " characters that is invalid: use letters, digits, - and _, at most 64");
        }
      }
    }
  }

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
    Objects.requireNonNull(assigned, "assigned");
  }

  /** An item that was sent to the process that evaluates it, or that gives birth to it. */
  public InboxRecord(
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
    this(
        id,
        owner,
        ownerKey,
        signatureType,
        signature,
        from,
        target,
        anchor,
        tags,
        data,
        Optional.empty());
  }

  /** The same item for another process. */
  public InboxRecord assignedTo(String process, List<String> exclude) {
    return new InboxRecord(
        id,
        owner,
        ownerKey,
        signatureType,
        signature,
        from,
        process,
        anchor,
        tags,
        data,
        Optional.of(new Assigned(recipient(), exclude)));
  }

  /** The target that the signature covers: empty when the item has none, as process items do. */
  public String recipient() {
    return assigned.map(Assigned::recipient).orElseGet(() -> id.equals(target) ? "" : target);
  }

  /** Names of fields that the process does not get to see. */
  public List<String> exclude() {
    return assigned.map(Assigned::exclude).orElse(List.of());
  }
}
