package mostao.handle.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import mostao.ao.runtime.unit.EscapedText;
import mostao.handle.model.ChatEntry;

/** One session in the chat list of one handle, as lists are read. */
@Entity
@Table(name = "handle_chat")
class ChatRow extends PanacheEntityBase {
  /** A handle's process id and a session's. */
  @Embeddable
  record Key(String process, String session) {}

  @EmbeddedId private Key id;

  @Column(name = "other_name")
  @Convert(converter = EscapedText.class)
  private String otherName;

  @Column(name = "other_process")
  private String otherProcess;

  @Column(name = "last_message")
  private long lastMessage;

  @Column(name = "last_viewed")
  private long lastViewed;

  private long unread;

  @Enumerated(EnumType.STRING)
  private ChatEntry.State state;

  private long begun;

  ChatRow() {}
}
