package mostao.registry.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mostao.ao.process.Json;
import mostao.ao.runtime.unit.JsonText;
import mostao.registry.model.Requester;
import mostao.registry.model.SessionLink;

/** The session of one pair of handle processes. */
@Entity
@Table(name = "session_link")
class LinkRow extends PanacheEntityBase {
  /** A Registry's process id and the pair's, in the pair's order. */
  @Embeddable
  record Key(
      String process,
      @Column(name = "process_a") String processA,
      @Column(name = "process_b") String processB) {}

  @EmbeddedId private Key id;

  @Column(name = "handle_a")
  private String handleA;

  @Column(name = "handle_b")
  private String handleB;

  @Enumerated(EnumType.STRING)
  private SessionLink.Status status;

  @Column(name = "spawn_reference")
  private long spawnReference;

  private String session;

  @Column(name = "answered_a")
  private boolean answeredA;

  @Column(name = "answered_b")
  private boolean answeredB;

  @Convert(converter = JsonText.class)
  private JsonNode requesters;

  @Column(name = "asked_a")
  private boolean askedA;

  @Column(name = "asked_b")
  private boolean askedB;

  LinkRow() {}

  LinkRow(Key id) {
    this.id = id;
  }

  void set(SessionLink link) {
    handleA = link.handleA();
    handleB = link.handleB();
    status = link.status();
    spawnReference = link.spawnReference();
    session = link.session().orElse(null);
    answeredA = link.answeredA();
    answeredB = link.answeredB();
    requesters = tree(link.requesters());
    askedA = link.askedA();
    askedB = link.askedB();
  }

  SessionLink link() {
    return new SessionLink(
        id.processA(),
        id.processB(),
        handleA,
        handleB,
        status,
        spawnReference,
        Optional.ofNullable(session),
        answeredA,
        answeredB,
        requesters(requesters),
        askedA,
        askedB);
  }

  private static JsonNode tree(List<Requester> requesters) {
    ArrayNode tree = Json.array();
    for (Requester requester : requesters) {
      tree.addArray().add(requester.target()).add(requester.reference().orElse(null));
    }
    return tree;
  }

  static List<Requester> requesters(JsonNode tree) {
    List<Requester> requesters = new ArrayList<>();
    for (JsonNode requester : tree) {
      requesters.add(
          new Requester(
              requester.path(0).textValue(), Optional.ofNullable(requester.path(1).textValue())));
    }
    return requesters;
  }
}
