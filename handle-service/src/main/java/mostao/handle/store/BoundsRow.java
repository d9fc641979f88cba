package mostao.handle.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import mostao.handle.model.InboxBounds;

/** Which messages the inbox of one handle holds. */
@Entity
@Table(name = "handle_inbox_bounds")
class BoundsRow extends PanacheEntityBase {
  @Id private String process;

  @Column(name = "first_sequence")
  private long first;

  @Column(name = "last_sequence")
  private long last;

  BoundsRow() {}

  BoundsRow(String process, InboxBounds bounds) {
    this.process = process;
    set(bounds);
  }

  final void set(InboxBounds bounds) {
    first = bounds.first();
    last = bounds.last();
  }

  InboxBounds bounds() {
    return new InboxBounds(first, last);
  }
}
