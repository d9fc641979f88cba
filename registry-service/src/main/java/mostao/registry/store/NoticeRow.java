package mostao.registry.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import mostao.registry.model.Notice;
import mostao.registry.model.Side;

/** One {@code UpdateChatList} that waits for its answer. */
@Entity
@Table(name = "chat_list_notice")
class NoticeRow extends PanacheEntityBase {
  /** A Registry's process id and the reference the notice was sent with. */
  @Embeddable
  record Key(String process, long reference) {}

  @EmbeddedId private Key id;

  @Column(name = "process_a")
  private String processA;

  @Column(name = "process_b")
  private String processB;

  @Enumerated(EnumType.STRING)
  private Side side;

  NoticeRow() {}

  NoticeRow(Key id) {
    this.id = id;
  }

  void set(Notice notice) {
    processA = notice.processA();
    processB = notice.processB();
    side = notice.side();
  }

  Notice notice() {
    return new Notice(id.reference(), processA, processB, side);
  }
}
