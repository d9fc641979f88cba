package mostao.ao.kafka.directory;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import mostao.ao.message.Names;
import mostao.ao.message.Tags;
import mostao.ao.wire.DirectoryRecord;
import mostao.ao.wire.Topics;

/**
 * The part of a directory record that counts.
 *
 * @param process its id
 * @param module name of its module
 * @param moduleId id of its module
 * @param owner address that signed the process item
 * @param pushed whether the item speaks for a process, which the authority alone can make it do
 * @param readers addresses of the wallets it belongs to
 */
record Listing(
    String process,
    String module,
    String moduleId,
    String owner,
    boolean pushed,
    List<String> readers) {
  static final String HANDLE_OWNER = "Handle-Owner";
  static final String FIRST_OWNER = "Handle-A-Owner";
  static final String SECOND_OWNER = "Handle-B-Owner";

  private static final Set<String> COUNT =
      Set.of(HANDLE_OWNER, FIRST_OWNER, SECOND_OWNER, Names.FROM_PROCESS);

  Listing {
    Objects.requireNonNull(process, "process");
    Objects.requireNonNull(module, "module");
    Objects.requireNonNull(moduleId, "moduleId");
    Objects.requireNonNull(owner, "owner");
    readers = List.copyOf(readers);
  }

  /** The first tag of a name counts, as it does for the process itself. */
  static Listing of(DirectoryRecord record) {
    Tags tags = record.tags();
    return new Listing(
        record.process(),
        record.module(),
        record.moduleId(),
        record.owner(),
        tags.first(Names.FROM_PROCESS).isPresent(),
        readers(
            record.module(),
            record.owner(),
            tags.first(HANDLE_OWNER).orElse(""),
            tags.first(FIRST_OWNER).orElse(""),
            tags.first(SECOND_OWNER).orElse("")));
  }

  /** A registry belongs to the wallet that signed its item: the deployment's to the authority. */
  static List<String> readers(
      String module, String owner, String handleOwner, String firstOwner, String secondOwner) {
    return switch (module) {
      case Topics.REGISTRY -> some(owner, "");
      case Topics.HANDLE -> some(handleOwner, "");
      case Topics.SESSION -> some(firstOwner, secondOwner);
      default -> List.of();
    };
  }

  private static List<String> some(String one, String other) {
    if (one.isEmpty()) {
      return other.isEmpty() ? List.of() : List.of(other);
    }
    return other.isEmpty() || other.equals(one) ? List.of(one) : List.of(one, other);
  }

  /** The tags of a process item that count; its others would make a start read three times more. */
  static Tags counting(Tags tags) {
    return new Tags(tags.list().stream().filter(tag -> COUNT.contains(tag.name())).toList());
  }
}
