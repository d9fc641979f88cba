package mostao.session.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** How far one session is, so that a turn needs not look. */
@Entity
@Table(name = "session_head")
class HeadRow extends PanacheEntityBase {
  @Id private String process;

  private long generation;

  @Column(name = "last_message")
  private long lastMessage;

  HeadRow() {}

  HeadRow(String process) {
    this.process = process;
  }

  long generation() {
    return generation;
  }

  long lastMessage() {
    return lastMessage;
  }

  void generation(long current) {
    generation = current;
  }

  void lastMessage(long newest) {
    lastMessage = newest;
  }
}
