package mostao.ao.wire;

import java.util.Objects;
import mostao.ao.message.Tags;

/**
 * A record of the directory: a process that exists. Key = {@code process}. Written after the inbox
 * accepted the process item, so a process that is found here can be written to.
 *
 * @param process its id
 * @param module name of its module: registry, handle, session
 * @param moduleId id of its module
 * @param owner address that signed the process item
 * @param tags those of the process item that say whose it is; earlier records have all of them
 */
public record DirectoryRecord(
    String process, String module, String moduleId, String owner, Tags tags) {
  public DirectoryRecord {
    Objects.requireNonNull(process, "process");
    Objects.requireNonNull(module, "module");
    Objects.requireNonNull(moduleId, "moduleId");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(tags, "tags");
  }
}
