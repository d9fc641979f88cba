package mostao.ao.runtime.counter;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import mostao.ao.runtime.unit.EscapedText;
import mostao.ao.runtime.unit.JsonText;

@Entity
@Table(name = "note")
class NoteRow extends PanacheEntityBase {
  @EmbeddedId Key key;

  @Convert(converter = JsonText.class)
  JsonNode body;

  String plain;

  @Embeddable
  record Key(String process, @Convert(converter = EscapedText.class) String name)
      implements Serializable {}
}
