package mostao.handle.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import mostao.ao.runtime.unit.JsonText;

/** The profile of one handle. */
@Entity
@Table(name = "handle_profile")
class ProfileRow extends PanacheEntityBase {
  @Id private String process;

  @Convert(converter = JsonText.class)
  private JsonNode profile;

  ProfileRow() {}

  ProfileRow(String process, ObjectNode profile) {
    this.process = process;
    set(profile);
  }

  final void set(ObjectNode to) {
    profile = to.deepCopy();
  }

  ObjectNode profile() {
    return profile.deepCopy();
  }
}
