package mostao.ao.kafka.directory;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import mostao.ao.message.Tags;
import mostao.ao.wire.DirectoryRecord;
import mostao.ao.wire.Topics;

/**
 * A process that exists. Of its tags, only those that name its readers are kept: a deployment has
 * many processes.
 *
 * @param process its id
 * @param module name of its module
 * @param moduleId id of its module
 * @param owner address that signed the process item
 * @param readers addresses of the wallets it belongs to: a handle's owner, a session's two
 */
public record ProcessEntry(
    String process, String module, String moduleId, String owner, List<String> readers) {
  public ProcessEntry {
    Objects.requireNonNull(process, "process");
    Objects.requireNonNull(module, "module");
    Objects.requireNonNull(moduleId, "moduleId");
    Objects.requireNonNull(owner, "owner");
    readers = List.copyOf(readers);
  }

  /** A process without an owner. */
  public ProcessEntry(String process, String module, String moduleId, String owner) {
    this(process, module, moduleId, owner, List.of());
  }

  /** The part of a directory record that is kept. */
  public static ProcessEntry of(DirectoryRecord record) {
    // Few modules and authorities, many processes: one copy of each will do.
    return new ProcessEntry(
        record.process(),
        record.module().intern(),
        record.moduleId().intern(),
        record.owner().intern(),
        readers(record.module(), record.tags()));
  }

  /** The first tag of a name counts, as it does for the process itself. */
  private static List<String> readers(String module, Tags tags) {
    Stream<String> names =
        switch (module) {
          case Topics.HANDLE -> Stream.of("Handle-Owner");
          case Topics.SESSION -> Stream.of("Handle-A-Owner", "Handle-B-Owner");
          default -> Stream.empty();
        };
    return names
        .flatMap(name -> tags.first(name).stream())
        .filter(address -> !address.isEmpty())
        .distinct()
        .toList();
  }
}
