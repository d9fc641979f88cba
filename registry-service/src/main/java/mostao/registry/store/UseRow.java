package mostao.registry.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import mostao.registry.model.Use;

/** One use of a quota of one Registry. */
@Entity
@Table(name = "registry_use")
class UseRow extends PanacheEntityBase {
  /** A Registry's process id, the reference of a spawn, and what it counts as. */
  @Embeddable
  record Key(String process, long reference, @Enumerated(EnumType.STRING) Use.Kind kind) {}

  @EmbeddedId private Key id;

  private String subject;

  @Column(name = "used_at")
  private long usedAt;

  UseRow() {}

  UseRow(Key id) {
    this.id = id;
  }

  void set(Use use) {
    subject = use.subject();
    usedAt = use.time();
  }

  Use use() {
    return new Use(id.kind(), subject, id.reference(), usedAt);
  }
}
