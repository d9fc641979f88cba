package mostao.ao.assignment;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Names;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;

/**
 * The scheduler's signed statement of a message's position (AO contract, section 2.2). It has no
 * target, no anchor and no data, so that with a deterministic signature its id follows from the
 * slots alone.
 *
 * @param slot what is assigned
 * @param link the link that the next assignment is made from
 * @param item signed
 */
public record Assignment(Slot slot, Link link, VerifiedItem item) {
  private static final String EPOCH = "0";
  private static final String TYPE = "Assignment";
  private static final String NONCE = "Nonce";
  private static final String HASH_CHAIN = "Hash-Chain";
  private static final String MESSAGE = "Message";
  private static final String EXCLUDE = "Exclude";

  /** What a refusal names. */
  private static final String RULE = "assignment";

  public Assignment {
    Objects.requireNonNull(slot, "slot");
    Objects.requireNonNull(link, "link");
    Objects.requireNonNull(item, "item");
  }

  /**
   * @param before the link of the assignment before; nothing for nonce 0
   * @param sign the scheduler's signature; deterministic, or every call makes another item
   * @throws IllegalArgumentException when {@code slot} does not follow {@code before}, or an id is
   *     invalid
   * @throws java.util.NoSuchElementException when the excluded names fit into no item
   */
  public static Assignment of(
      String process,
      Slot slot,
      Optional<Link> before,
      Function<Draft, Reading<VerifiedItem>> sign) {
    long expected = before.map(link -> link.nonce() + 1).orElse(0L);
    if (slot.nonce() != expected) {
      throw new IllegalArgumentException(
          "nonce " + slot.nonce() + " does not follow: expected " + expected);
    }
    HashChain hash = hash(process, before);
    VerifiedItem item = sign.apply(Draft.empty().tags(tags(process, slot, hash))).orThrow();
    return new Assignment(slot, new Link(slot.nonce(), hash, item.id()), item);
  }

  /**
   * The assignment that an item is, if it is the one that follows. Only what {@link #of} makes is
   * read, tag for tag, so that nothing can stand in it that nobody checks.
   *
   * @param item signed by whomever: whose it is, the caller checks
   * @param before the link of the assignment before; nothing for nonce 0
   */
  public static Reading<Assignment> read(String process, VerifiedItem item, Optional<Link> before) {
    Tags tags = item.tags();
    if (!tags.has(Names.TYPE, TYPE)) {
      return Reading.refused(RULE, "it is no assignment");
    }
    Optional<Long> nonce = nonce(item);
    Optional<Long> timestamp = tags.first(Names.TIMESTAMP).flatMap(Assignment::number);
    String message = tags.first(MESSAGE).orElse(process);
    if (nonce.isEmpty() || timestamp.isEmpty() || !Base64Url.isId(message)) {
      return Reading.refused(RULE, "its nonce, time or message is none");
    }
    if (!tags.has(Names.PROCESS, process)) {
      return Reading.refused(
          RULE, "it is of process " + tags.first(Names.PROCESS).orElse("(none)") + ", not this");
    }
    long expected = before.map(link -> link.nonce() + 1).orElse(0L);
    if (nonce.get() != expected) {
      return Reading.refused(RULE, "its nonce is " + nonce.get() + "; expected " + expected);
    }
    if (message.equals(process) != (nonce.get() == 0)) {
      return Reading.refused(
          RULE, "it is of message " + message + ", and the process item alone has nonce 0");
    }
    Slot slot = new Slot(nonce.get(), timestamp.get(), message, tags.all(EXCLUDE));
    HashChain hash = hash(process, before);
    if (!tags.has(HASH_CHAIN, hash.text())) {
      return Reading.refused(
          RULE, "its Hash-Chain is not that of the assignments before it, " + hash.text());
    }
    boolean bare =
        item.targetId().isEmpty() && item.item().anchor().length == 0 && item.data().length == 0;
    return bare && tags.equals(tags(process, slot, hash))
        ? Reading.ok(new Assignment(slot, new Link(slot.nonce(), hash, item.id()), item))
        : Reading.refused(RULE, "it holds something that an assignment does not have");
  }

  /** The nonce that an item says it assigns; nothing else of it is looked at. */
  public static Optional<Long> nonce(VerifiedItem item) {
    return item.tags().first(NONCE).flatMap(Assignment::number);
  }

  private static Optional<Long> number(String text) {
    return text.matches("0|[1-9][0-9]{0,17}")
        ? Optional.of(Long.parseLong(text))
        : Optional.empty();
  }

  private static HashChain hash(String process, Optional<Link> before) {
    return before
        .map(link -> link.hash().next(link.assignment()))
        .orElseGet(() -> HashChain.first(process));
  }

  private static Tags tags(String process, Slot slot, HashChain hash) {
    List<Tag> tags = new ArrayList<>();
    tags.add(new Tag(Names.PROCESS, process));
    tags.add(new Tag("Epoch", EPOCH));
    tags.add(new Tag(NONCE, Long.toString(slot.nonce())));
    tags.add(new Tag(HASH_CHAIN, hash.text()));
    tags.add(new Tag("Block-Height", BlockHeight.at(slot.timestamp())));
    tags.add(new Tag(Names.TIMESTAMP, Long.toString(slot.timestamp())));
    tags.add(new Tag(Names.DATA_PROTOCOL, Names.AO));
    tags.add(new Tag(Names.TYPE, TYPE));
    tags.add(new Tag(Names.VARIANT, Names.VARIANT_TN_1));
    if (!slot.message().equals(process)) {
      tags.add(new Tag(MESSAGE, slot.message()));
    }
    slot.exclude().forEach(field -> tags.add(new Tag(EXCLUDE, field)));
    return new Tags(tags);
  }
}
