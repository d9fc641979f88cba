package mostao.ao.ans104;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import mostao.ao.message.Tags;

/**
 * An item before it is signed. An immutable value: every step gives another draft. Whatever a step
 * was given that can't be in an item is refused by {@link #sign}.
 *
 * <pre>{@code
 * Draft.empty().to(processId).tag("Action", "Register").data("alice").sign(signer)
 * }</pre>
 */
public final class Draft {
  private static final byte[] NONE = {};
  private static final Draft EMPTY = new Draft(NONE, NONE, Tags.none(), NONE, Optional.empty());

  private final byte[] target;
  private final byte[] anchor;
  private final Tags tags;
  private final byte[] data;
  private final Optional<Refusal> fault;

  private Draft(byte[] target, byte[] anchor, Tags tags, byte[] data, Optional<Refusal> fault) {
    this.target = target;
    this.anchor = anchor;
    this.tags = tags;
    this.data = data;
    this.fault = fault;
  }

  /** No target, no anchor, no tags, no data. */
  public static Draft empty() {
    return EMPTY;
  }

  /**
   * To a process.
   *
   * @param processId 43 characters of base64url, or the empty string for no target
   */
  public Draft to(String processId) {
    if (processId.isEmpty()) {
      return new Draft(NONE, anchor, tags, data, fault);
    }
    if (!Base64Url.isId(processId)) {
      return broken("R1", "the target '" + shown(processId) + "' is not an id of 43 characters");
    }
    return new Draft(Base64Url.decode(processId).orElseThrow(), anchor, tags, data, fault);
  }

  /**
   * With an anchor of 32 bytes, or none.
   *
   * @param bytes what makes this item another one than the same without
   */
  public Draft anchor(byte[] bytes) {
    return new Draft(target, bytes.clone(), tags, data, fault);
  }

  /** With an anchor given as text, which must be exactly 32 bytes of UTF-8. */
  public Draft anchor(String text) {
    return Utf8.encode(text)
        .map(this::anchor)
        .orElseGet(() -> broken("R1", "the anchor has a lone surrogate, which UTF-8 can't hold"));
  }

  /** With one more tag, after those there are. */
  public Draft tag(String name, String value) {
    return tags(Tags.of(name, value));
  }

  /** With more tags, after those there are. */
  public Draft tags(Tags more) {
    return new Draft(target, anchor, tags.and(more), data, fault);
  }

  public Draft data(byte[] bytes) {
    return new Draft(target, anchor, tags, bytes.clone(), fault);
  }

  /** With the text as UTF-8. */
  public Draft data(String text) {
    return Utf8.encode(text)
        .map(this::data)
        .orElseGet(() -> broken("R1", "the data has a lone surrogate, which UTF-8 can't hold"));
  }

  /** Signs; or the refusal of what doesn't fit into an item. */
  public Reading<VerifiedItem> sign(Signer signer) {
    Objects.requireNonNull(signer, "signer");
    return signed(signer.type(), signer.ownerKey(), signer::sign);
  }

  /**
   * For a signer elsewhere: the item with zeros for its signature; or the refusal of what doesn't
   * fit into an item.
   */
  public Reading<DataItem> unsigned(SignatureType type, byte[] ownerKey) {
    return fault
        .<Reading<DataItem>>map(Reading.Refused::new)
        .orElseGet(
            () ->
                DataItem.of(
                    type, new byte[type.signatureLength()], ownerKey, target, anchor, tags, data));
  }

  /**
   * @param signature over a deep hash, well made for this type and key
   */
  Reading<VerifiedItem> signed(
      SignatureType type, byte[] ownerKey, UnaryOperator<byte[]> signature) {
    return unsigned(type, ownerKey)
        .then(item -> item.signed(signature.apply(item.deepHash())))
        .map(VerifiedItem::new);
  }

  private Draft broken(String rule, String message) {
    return new Draft(
        target, anchor, tags, data, fault.or(() -> Optional.of(new Refusal(rule, message))));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Draft draft
        && Arrays.equals(target, draft.target)
        && Arrays.equals(anchor, draft.anchor)
        && tags.equals(draft.tags)
        && Arrays.equals(data, draft.data)
        && fault.equals(draft.fault);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(target) + 31 * (tags.hashCode() + 31 * Arrays.hashCode(data));
  }

  private static String shown(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
