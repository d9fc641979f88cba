package mostao.ao.ans104;

import mostao.ao.message.Tags;

/**
 * An item whose signature holds. Only {@link Verifier} makes one of received bytes, and {@link
 * Draft#sign} of an item signed here.
 */
public final class VerifiedItem {
  private final DataItem item;
  private final String owner;

  VerifiedItem(DataItem item) {
    this.item = item;
    this.owner = Address.of(item.type(), item.ownerKey());
  }

  public DataItem item() {
    return item;
  }

  /** See {@link DataItem#id}. */
  public String id() {
    return item.id();
  }

  /** The signer's address, see {@link Address#of}. */
  public String owner() {
    return owner;
  }

  /** See {@link DataItem#type}. */
  public SignatureType type() {
    return item.type();
  }

  /** See {@link DataItem#targetId}. */
  public String targetId() {
    return item.targetId();
  }

  /** See {@link DataItem#tags}. */
  public Tags tags() {
    return item.tags();
  }

  /** See {@link DataItem#data}. */
  public byte[] data() {
    return item.data();
  }

  /** See {@link DataItem#bytes}. */
  public byte[] bytes() {
    return item.bytes();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifiedItem verified && item.equals(verified.item);
  }

  @Override
  public int hashCode() {
    return item.hashCode();
  }

  @Override
  public String toString() {
    return "VerifiedItem " + id() + " of " + owner;
  }
}
