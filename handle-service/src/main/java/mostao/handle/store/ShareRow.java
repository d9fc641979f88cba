package mostao.handle.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.Optional;
import mostao.handle.model.SenderShare;

/** What one sender takes of the inbox of one handle. */
@Entity
@Table(name = "handle_inbox_share")
class ShareRow extends PanacheEntityBase {
  /** A handle's process id and a sender. */
  @Embeddable
  record Key(String process, String sender) {}

  @EmbeddedId private Key id;

  private long kept;

  private long oldest;

  ShareRow() {}

  ShareRow(Key id, long kept, long oldest) {
    this.id = id;
    set(kept, oldest);
  }

  /** No row has a sender that PostgreSQL can't hold. */
  static Optional<Key> key(String process, String sender) {
    return sender.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(new Key(process, sender));
  }

  final void set(long count, long first) {
    kept = count;
    oldest = first;
  }

  long kept() {
    return kept;
  }

  long oldest() {
    return oldest;
  }

  SenderShare share() {
    return new SenderShare(id.sender(), kept, oldest);
  }
}
