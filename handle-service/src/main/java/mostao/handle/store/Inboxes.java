package mostao.handle.store;

import java.util.List;
import java.util.Optional;
import mostao.ao.runtime.unit.KeyedRows;
import mostao.ao.runtime.unit.KeyedTable;
import mostao.ao.runtime.unit.KeyedTable.Column;
import mostao.ao.runtime.unit.KeyedTable.Only;
import mostao.ao.runtime.unit.KeyedTable.Place;
import mostao.ao.runtime.unit.KeyedTable.Type;
import mostao.handle.model.InboxHead;
import mostao.handle.model.SenderShare;

/**
 * How full all inboxes are, and what each sender takes of them, as turns find and put it. Every
 * answer of a session asks for both, and nearly none changes them.
 */
final class Inboxes {
  static final KeyedTable<Only, InboxHead> HEADS =
      KeyedTable.ofOne(
              "handle_inbox_bounds",
              List.<Column<InboxHead>>of(
                  // Nothing reads it any more; the column allows no null.
                  new Column<>("first_sequence", Type.BIGINT, head -> 1L),
                  new Column<>("last_sequence", Type.BIGINT, InboxHead::last),
                  new Column<>("kept", Type.BIGINT, InboxHead::kept)),
              (only, row) -> new InboxHead(row.getLong(2), row.getLong(3)))
          .remembered();

  static final KeyedTable<String, SenderShare> SHARES =
      KeyedTable.ofSeveral(
              "handle_inbox_share",
              new Column<String>("sender", Type.TEXT, sender -> sender),
              List.<Column<SenderShare>>of(
                  new Column<>("kept", Type.BIGINT, SenderShare::kept),
                  new Column<>("oldest", Type.BIGINT, SenderShare::oldest)),
              (sender, row) -> new SenderShare(sender, row.getLong(1), row.getLong(2)))
          .remembered();

  private Inboxes() {}

  /** No row has a sender that PostgreSQL can't hold. */
  static Optional<Place<String>> share(String process, String sender) {
    return sender.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(new Place<>(process, sender));
  }

  static InboxHead head(KeyedRows rows, String process) {
    return rows.find(HEADS, process, Only.ROW).orElse(InboxHead.NONE);
  }

  /** One message more. */
  static void added(KeyedRows rows, String process, String sender, long sequence) {
    InboxHead head = head(rows, process);
    rows.put(HEADS, process, Only.ROW, new InboxHead(sequence, head.kept() + 1));
    SenderShare share =
        rows.find(SHARES, process, sender)
            .map(one -> new SenderShare(sender, one.kept() + 1, one.oldest()))
            .orElseGet(() -> new SenderShare(sender, 1, sequence));
    rows.put(SHARES, process, sender, share);
  }

  /**
   * A sender's oldest message less. A replica of the release before counts no shares; what it did
   * beside this one is set right as soon as the sender's messages run out.
   *
   * @param next the sender's oldest now, if it has any
   */
  static void dropped(KeyedRows rows, String process, String sender, Optional<Long> next) {
    Optional<SenderShare> share = rows.find(SHARES, process, sender);
    if (share.isEmpty()) {
      return;
    }
    long before = share.get().kept();
    long after = next.isPresent() ? Math.max(1, before - 1) : 0;
    if (next.isPresent()) {
      rows.put(SHARES, process, sender, new SenderShare(sender, after, next.get()));
    } else {
      rows.remove(SHARES, process, sender);
    }
    InboxHead head = head(rows, process);
    long kept = Math.max(0, head.kept() - (before - after));
    rows.put(HEADS, process, Only.ROW, new InboxHead(head.last(), kept));
  }
}
