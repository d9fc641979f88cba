package mostao.ao.assignment;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
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
    HashChain hash =
        before
            .map(link -> link.hash().next(link.assignment()))
            .orElseGet(() -> HashChain.first(process));
    VerifiedItem item = sign.apply(Draft.empty().tags(tags(process, slot, hash))).orThrow();
    return new Assignment(slot, new Link(slot.nonce(), hash, item.id()), item);
  }

  private static Tags tags(String process, Slot slot, HashChain hash) {
    List<Tag> tags = new ArrayList<>();
    tags.add(new Tag(Names.PROCESS, process));
    tags.add(new Tag("Epoch", EPOCH));
    tags.add(new Tag("Nonce", Long.toString(slot.nonce())));
    tags.add(new Tag("Hash-Chain", hash.text()));
    tags.add(new Tag("Block-Height", BlockHeight.at(slot.timestamp())));
    tags.add(new Tag(Names.TIMESTAMP, Long.toString(slot.timestamp())));
    tags.add(new Tag(Names.DATA_PROTOCOL, Names.AO));
    tags.add(new Tag(Names.TYPE, "Assignment"));
    tags.add(new Tag(Names.VARIANT, Names.VARIANT_TN_1));
    if (!slot.message().equals(process)) {
      tags.add(new Tag("Message", slot.message()));
    }
    slot.exclude().forEach(field -> tags.add(new Tag("Exclude", field)));
    return new Tags(tags);
  }
}
