package mostao.messenger.push;

import java.util.Objects;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.wire.OutboxRecord;

/**
 * Where an outbox entry comes from.
 *
 * @param process the process that sent it
 * @param moduleId id of its module
 * @param chainRoot id of the item that began the chain of pushes
 * @param depth of the push, counted from that item
 */
record Origin(String process, String moduleId, String chainRoot, int depth) {
  Origin {
    Objects.requireNonNull(process, "process");
    Objects.requireNonNull(moduleId, "moduleId");
    Objects.requireNonNull(chainRoot, "chainRoot");
  }

  /** The directory decides the module: a service can't claim another one for its processes. */
  static Origin of(ProcessEntry sender, OutboxRecord record) {
    return new Origin(sender.process(), sender.moduleId(), record.pushedFor(), record.depth() + 1);
  }
}
