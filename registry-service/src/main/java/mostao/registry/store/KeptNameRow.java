package mostao.registry.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import mostao.registry.model.KeptName;

/** One renounced name of one Registry. */
@Entity
@Table(name = "registry_kept_name")
class KeptNameRow extends PanacheEntityBase {
  /** A Registry's process id and the key of the name. */
  @Embeddable
  record Key(String process, @Column(name = "handle") String nameKey) {}

  @EmbeddedId private Key id;

  private String spelling;

  private String owner;

  @Column(name = "renounced_at")
  private long renouncedAt;

  KeptNameRow() {}

  KeptNameRow(Key id) {
    this.id = id;
  }

  void set(KeptName name) {
    spelling = name.handle();
    owner = name.owner();
    renouncedAt = name.renounced();
  }

  KeptName name() {
    return new KeptName(spelling, owner, renouncedAt);
  }
}
