package mostao.gateway.scheduler;

import mostao.ao.assignment.Slot;
import mostao.ao.unit.AssignmentEntry;
import mostao.ao.wire.InboxRecord;

/**
 * A line of a unit's log.
 *
 * @param item as it was signed
 */
record Entry(Slot slot, InboxRecord item) {
  static Entry of(AssignmentEntry entry) {
    InboxRecord item = entry.item();
    return new Entry(
        new Slot(entry.at().nonce(), entry.at().timestamp(), item.id(), item.exclude()), item);
  }
}
