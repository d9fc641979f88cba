package mostao.ao.message;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A message as the evaluating process sees it. What it says of its sender is verified: {@code
 * owner} signed the item, {@code from} is the owner or, on a push, the process it speaks for.
 *
 * <p>Made in two places: of a verified record of an inbox ({@code VerifiedRecord.message}), or by
 * {@link #dryRun}. The build refuses {@code new Message} elsewhere in production code.
 *
 * @param id id of the signed item, 43 characters base64url
 * @param owner address of the signer
 * @param from who speaks: the owner, or the process named by {@code From-Process}
 * @param target the process it was signed for: the one that evaluates, or another one (or none,
 *     empty) if the message was assigned to this process
 * @param anchor text of the item's 32-byte anchor, or empty
 * @param tags as signed, in order, without those named exactly {@code From} or {@code Owner}: the
 *     sender can't claim who speaks and who signed (AO contract, section 4)
 * @param data as signed; base64url when {@code binary}
 * @param binary whether the signed data was not UTF-8 and {@code data} is its base64url form
 * @param timestamp when the inbox took it, Unix milliseconds, never less than the message before
 * @param provenance whether it was read from the inbox and has lasting effect, or came as a dry-run
 */
public record Message(
    String id,
    String owner,
    String from,
    String target,
    String anchor,
    Tags tags,
    String data,
    boolean binary,
    long timestamp,
    Provenance provenance) {

  private static final Set<String> NO_CLAIMS = Set.of("From", "Owner");
  private static final Pattern SMALL_NUMBER = Pattern.compile("[0-9]{1,6}");

  /** How far a message may be believed and what it may do. */
  public enum Provenance {
    /** Read from the inbox: signed, ordered, with lasting effect. */
    ASSIGNED,
    /**
     * A dry-run of a signed item or one that shows an access token: sender proven, effects dropped.
     */
    PROVEN_DRY_RUN,
    /** A dry-run that anyone may have written, whatever owner it claims. */
    ANONYMOUS_DRY_RUN
  }

  public Message {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(anchor, "anchor");
    tags = tags.without(NO_CLAIMS);
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(provenance, "provenance");
  }

  /**
   * The message of a dry-run. Its time is that of the process's last message, see {@link #at}.
   *
   * @param proven whether the item was verified, or an access token shown
   */
  public static Message dryRun(
      String id,
      String owner,
      String from,
      String target,
      String anchor,
      Tags tags,
      String data,
      boolean binary,
      boolean proven) {
    return new Message(
        id,
        owner,
        from,
        target,
        anchor,
        tags,
        data,
        binary,
        0,
        proven ? Provenance.PROVEN_DRY_RUN : Provenance.ANONYMOUS_DRY_RUN);
  }

  /** The same at another time: a dry-run happens when the process's last message did. */
  public Message at(long millis) {
    return new Message(id, owner, from, target, anchor, tags, data, binary, millis, provenance);
  }

  /** The first {@code Action} tag, or empty. */
  public String action() {
    return tags.first(Names.ACTION).orElse("");
  }

  public Optional<String> tag(String name) {
    return tags.first(name);
  }

  /** Whether this is the process item itself, the first message of every process. */
  public boolean createsProcess() {
    return id.equals(target);
  }

  /** Whether sender and owner can be relied upon. */
  public boolean proven() {
    return provenance != Provenance.ANONYMOUS_DRY_RUN;
  }

  /** Whether a wallet signed this itself, rather than a process speaking through the authority. */
  public boolean fromWallet() {
    return from.equals(owner);
  }

  public boolean isPush() {
    return !fromWallet();
  }

  /** Id of the item that began the chain of pushes this message belongs to. */
  public String chainRoot() {
    return isPush() ? tags.first(Names.PUSHED_FOR).orElse(id) : id;
  }

  /** How many pushes lie behind this message; 0 for what a wallet signed. */
  public int chainDepth() {
    return isPush() ? tags.first(Names.PUSH_DEPTH).map(Message::depth).orElse(1) : 0;
  }

  private static int depth(String text) {
    // A push says its own depth; anything else than a small number is treated as far too deep.
    return SMALL_NUMBER.matcher(text).matches() ? Integer.parseInt(text) : Integer.MAX_VALUE;
  }
}
