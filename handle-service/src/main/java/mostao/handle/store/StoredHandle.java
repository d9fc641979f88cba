package mostao.handle.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import mostao.ao.process.Json;
import mostao.ao.process.Page;
import mostao.handle.model.ChatEntry;
import mostao.handle.model.HandleView;
import mostao.handle.model.InboxBounds;
import mostao.handle.model.InboxMessage;

/** One handle's rows, read in the current transaction. */
record StoredHandle(EntityManager entities, String process) implements HandleView {
  /** How much one message of the inbox takes. */
  record Sized(long sequence, int size) {}

  @Override
  public ObjectNode profile() {
    return Optional.ofNullable(entities.find(ProfileRow.class, process))
        .map(ProfileRow::profile)
        .orElseGet(Json::object);
  }

  @Override
  public Optional<ChatEntry> chat(String session) {
    return ChatRow.key(process, session)
        .map(key -> entities.find(ChatRow.class, key))
        .map(ChatRow::entry);
  }

  @Override
  public List<ChatEntry> chats(int limit) {
    PanacheQuery<ChatRow> found =
        ChatRow.find("id.process = ?1 order by lastMessage desc, id.session", process);
    return found.range(0, limit - 1).<ChatRow>list().stream().map(ChatRow::entry).toList();
  }

  @Override
  public InboxBounds inboxBounds() {
    return Optional.ofNullable(entities.find(BoundsRow.class, process))
        .map(BoundsRow::bounds)
        .orElse(InboxBounds.NONE);
  }

  @Override
  public List<InboxMessage> inbox(long after, Page page) {
    List<Sized> sized =
        entities
            .createQuery(
                "select i.id.sequence, i.size from InboxRow i"
                    + " where i.id.process = ?1 and i.id.sequence > ?2 order by i.id.sequence",
                Sized.class)
            .setParameter(1, process)
            .setParameter(2, after)
            .setMaxResults(page.rows())
            .getResultList();
    int fitting = page.fitting(sized.stream().map(Sized::size).toList());
    if (fitting == 0) {
      return List.of();
    }
    return InboxRow.<InboxRow>list(
            "id.process = ?1 and id.sequence between ?2 and ?3 order by id.sequence",
            process,
            sized.get(0).sequence(),
            sized.get(fitting - 1).sequence())
        .stream()
        .map(InboxRow::message)
        .toList();
  }
}
