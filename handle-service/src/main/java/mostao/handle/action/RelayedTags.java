package mostao.handle.action;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import mostao.ao.message.Tag;
import mostao.ao.process.Page;
import mostao.ao.process.Refusal;

/**
 * Which tags an owner may put on what the handle sends, and how many, so that the push can always
 * be built: an item has at most 128 tags in 4,096 bytes (ANS-104), and sixteen tags in 1,024 bytes
 * are left for what the system adds.
 */
final class RelayedTags {
  static final int COUNT = 112;
  static final int BYTES = 3072;
  static final int NAME_BYTES = 1024;

  /** Lengths of a name and a value take two bytes each at most. */
  private static final int BYTES_AROUND_A_TAG = 4;

  /**
   * Tags that name the sender, the chain, the request and the time: only the system sets them.
   * Names are compared ignoring case, since others read tags ignoring case.
   */
  private static final Set<String> OF_THE_SYSTEM = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  static {
    OF_THE_SYSTEM.addAll(
        List.of(
            "Data-Protocol",
            "Variant",
            "Type",
            "Module",
            "Reference",
            "Ref_",
            "Target",
            "Data",
            "Tags",
            "TagArray",
            "Anchor",
            "From",
            "Owner",
            "From-Process",
            "From-Module",
            "Pushed-For",
            "Push-Depth",
            "Forwarded-By",
            "Scheduler",
            "Assignments",
            "Nonce",
            "Epoch",
            "Timestamp",
            "Hash-Chain",
            "Block-Height",
            "Signature",
            "Id",
            "Cron",
            "Read-Only"));
  }

  private RelayedTags() {}

  static boolean isOfTheSystem(String name) {
    return OF_THE_SYSTEM.contains(name.strip());
  }

  static List<Tag> settable(List<Tag> tags) {
    return tags.stream().filter(tag -> !isOfTheSystem(tag.name())).toList();
  }

  static Optional<Refusal> tooLarge(List<Tag> tags) {
    if (tags.size() > COUNT) {
      return Optional.of(Refusal.tooLarge("Tags", tags.size(), COUNT, "tags"));
    }
    long sum = 0;
    for (Tag tag : tags) {
      int name = Page.bytes(tag.name());
      if (name > NAME_BYTES) {
        return Optional.of(
            Refusal.tooLarge("tag name " + Refusal.quote(tag.name()), name, NAME_BYTES, "bytes"));
      }
      sum += name + Page.bytes(tag.value()) + BYTES_AROUND_A_TAG;
    }
    return sum > BYTES
        ? Optional.of(Refusal.tooLarge("Tags", sum, BYTES, "bytes"))
        : Optional.empty();
  }
}
