package mostao.session.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.Optional;
import mostao.ao.runtime.unit.EscapedText;
import mostao.session.model.SessionKey;

/** One generation of one session's key. Never changed. */
@Entity
@Table(name = "session_key")
class KeyRow extends PanacheEntityBase {
  /** A session's process id and a generation. */
  @Embeddable
  record Key(String process, long generation) {}

  @EmbeddedId private Key id;

  /** Null in rows from before it was kept, as is the time. */
  @Column(name = "rotated_by")
  private String rotatedBy;

  @Column(name = "rotated_at")
  private Long rotatedAt;

  @Column(name = "encrypted_a")
  @Convert(converter = EscapedText.class)
  private String encryptedByA;

  @Column(name = "pubkey_a")
  @Convert(converter = EscapedText.class)
  private String pubkeyA;

  @Column(name = "encrypted_b")
  @Convert(converter = EscapedText.class)
  private String encryptedByB;

  @Column(name = "pubkey_b")
  @Convert(converter = EscapedText.class)
  private String pubkeyB;

  @Convert(converter = EscapedText.class)
  private String statement;

  KeyRow() {}

  KeyRow(String process, SessionKey key) {
    id = new Key(process, key.generation());
    rotatedBy = key.by().orElse(null);
    rotatedAt = key.rotated();
    encryptedByA = key.encryptedByA();
    pubkeyA = key.pubkeyA();
    encryptedByB = key.encryptedByB();
    pubkeyB = key.pubkeyB();
    statement = key.statement().orElse(null);
  }

  SessionKey key() {
    return new SessionKey(
        id.generation(),
        Optional.ofNullable(rotatedBy),
        rotatedAt == null ? 0 : rotatedAt,
        encryptedByA,
        pubkeyA,
        encryptedByB,
        pubkeyB,
        Optional.ofNullable(statement));
  }
}
