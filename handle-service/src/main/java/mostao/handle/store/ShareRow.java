package mostao.handle.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/**
 * What one sender takes of the inbox of one handle, for questions about several; see {@link
 * Inboxes} for the rest.
 */
@Entity
@Table(name = "handle_inbox_share")
class ShareRow extends PanacheEntityBase {
  /** A handle's process id and a sender. */
  @Embeddable
  record Key(String process, String sender) {}

  @EmbeddedId private Key id;

  private long kept;

  private long oldest;
}
