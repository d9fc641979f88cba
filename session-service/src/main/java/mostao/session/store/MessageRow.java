package mostao.session.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import mostao.ao.runtime.unit.EscapedText;

/** One message of one session's history, as pages are read. Never changed. */
@Entity
@Table(name = "session_message")
class MessageRow extends PanacheEntityBase {
  /** A session's process id and a running number. */
  @Embeddable
  record Key(String process, @Column(name = "id") long number) {}

  @EmbeddedId private Key id;

  @Column(name = "message_id")
  private String messageId;

  private String sender;

  private long generation;

  @Column(name = "taken_at")
  private long takenAt;

  @Convert(converter = EscapedText.class)
  private String content;

  private int size;

  private boolean stale;

  MessageRow() {}
}
