package mostao.session.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import mostao.session.model.Blocks;

/** How far one session is, so that a turn needs not look; and who blocks whom. */
@Entity
@Table(name = "session_head")
class HeadRow extends PanacheEntityBase {
  @Id private String process;

  private long generation;

  @Column(name = "last_message")
  private long lastMessage;

  @Column(name = "blocked_by_a")
  private boolean blockedByA;

  @Column(name = "blocked_by_b")
  private boolean blockedByB;

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

  Blocks blocks() {
    return new Blocks(blockedByA, blockedByB);
  }

  void blocks(Blocks blocks) {
    blockedByA = blocks.byA();
    blockedByB = blocks.byB();
  }

  void generation(long current) {
    generation = current;
  }

  void lastMessage(long newest) {
    lastMessage = newest;
  }
}
