package mostao.session.store;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import mostao.ao.message.Message;
import mostao.ao.turn.Tables;
import mostao.session.model.SessionChange;
import mostao.session.model.SessionView;

/** The tables of all sessions of this service. Inside a transaction, thread-safe. */
@Singleton
public class SessionTables implements Tables<SessionView, SessionChange> {
  private final EntityManager entities;

  @Inject
  SessionTables(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public SessionView view(String process) {
    return new StoredSession(entities, process);
  }

  /** One query: a head is all that sending needs. */
  @Override
  public void prefetch(List<Message> batch) {
    Set<String> processes = batch.stream().map(Message::target).collect(Collectors.toSet());
    if (!processes.isEmpty()) {
      HeadRow.list("process in ?1", processes);
    }
  }

  @Override
  public void apply(String process, SessionChange change) {
    if (change instanceof SessionChange.AddKey add) {
      entities.persist(new KeyRow(process, add.key()));
      head(process).generation(add.key().generation());
    } else if (change instanceof SessionChange.AddMessage add) {
      entities.persist(new MessageRow(process, add.message()));
      head(process).lastMessage(add.message().id());
    }
  }

  private HeadRow head(String process) {
    HeadRow head = entities.find(HeadRow.class, process);
    if (head == null) {
      head = new HeadRow(process);
      entities.persist(head);
    }
    return head;
  }
}
