package mostao.gateway.directory;

import java.util.Objects;

/**
 * A process that exists. Its tags are not kept: a deployment has many processes.
 *
 * @param process its id
 * @param module name of its module
 * @param moduleId id of its module
 * @param owner address that signed the process item
 */
public record Listed(String process, String module, String moduleId, String owner) {
  public Listed {
    Objects.requireNonNull(process, "process");
    Objects.requireNonNull(module, "module");
    Objects.requireNonNull(moduleId, "moduleId");
    Objects.requireNonNull(owner, "owner");
  }
}
