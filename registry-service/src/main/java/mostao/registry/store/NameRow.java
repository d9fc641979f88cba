package mostao.registry.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.util.Locale;
import java.util.Optional;
import mostao.ao.runtime.unit.EscapedText;
import mostao.registry.model.Name;

/** One name of one Registry. */
@Entity
@Table(name = "registry_name")
class NameRow extends PanacheEntityBase {
  /** A Registry's process id and the key of the name. */
  @Embeddable
  record Key(String process, @Column(name = "handle") String nameKey) {}

  @EmbeddedId private Key id;

  /** As it was registered; null in rows from before names kept their spelling. */
  private String spelling;

  @Enumerated(EnumType.STRING)
  private Name.Status status;

  private String owner;

  @Column(name = "owner_key")
  private String ownerKey;

  private String pid;

  @Column(name = "spawn_reference")
  private long spawnReference;

  @Convert(converter = EscapedText.class)
  private String request;

  NameRow() {}

  NameRow(Key id) {
    this.id = id;
  }

  /** How an owner is looked up. */
  static String ownerKey(String owner) {
    return owner.toLowerCase(Locale.ROOT);
  }

  void set(Name name) {
    spelling = name.handle();
    status = name.status();
    owner = name.owner();
    ownerKey = ownerKey(name.owner());
    pid = name.pid().orElse(null);
    spawnReference = name.spawnReference();
    request = name.request().orElse(null);
  }

  Name name() {
    return new Name(
        spelling == null ? id.nameKey() : spelling,
        status,
        owner,
        Optional.ofNullable(pid),
        spawnReference,
        Optional.ofNullable(request));
  }
}
