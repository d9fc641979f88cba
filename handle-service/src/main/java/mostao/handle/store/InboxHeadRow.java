package mostao.handle.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import mostao.handle.model.InboxHead;

/** How full the inbox of one handle is. */
@Entity
@Table(name = "handle_inbox_bounds")
class InboxHeadRow extends PanacheEntityBase {
  @Id private String process;

  /** Of the release before, which kept all from here on; nothing reads it any more. */
  @Column(name = "first_sequence")
  private long first;

  @Column(name = "last_sequence")
  private long last;

  private long kept;

  InboxHeadRow() {}

  InboxHeadRow(String process) {
    this.process = process;
    first = 1;
  }

  void added(long sequence) {
    last = sequence;
    kept++;
  }

  void dropped(long count) {
    kept = Math.max(0, kept - count);
  }

  InboxHead head() {
    return new InboxHead(last, kept);
  }
}
