package mostao.handle.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Optional;
import mostao.ao.process.Json;
import mostao.ao.process.Page;
import mostao.ao.runtime.unit.KeyedRows;
import mostao.handle.model.ChatCounts;
import mostao.handle.model.ChatEntry;
import mostao.handle.model.ChatSpan;
import mostao.handle.model.HandleView;
import mostao.handle.model.InboxHead;
import mostao.handle.model.InboxMessage;
import mostao.handle.model.SenderShare;

/** One handle's rows, read in the current transaction. */
record StoredHandle(KeyedRows rows, EntityManager entities, String process) implements HandleView {
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
    return Chats.place(process, session)
        .flatMap(place -> rows.find(Chats.TABLE, process, place.key()));
  }

  /**
   * The times alone are a range of the index; of the same time, few are passed over. Into what is
   * shown: entities would be kept as they were when they were read first.
   */
  @Override
  public List<ChatEntry> chats(ChatSpan span, int limit) {
    rows.write();
    StringBuilder query =
        new StringBuilder(
            "select c.id.session, c.otherName, c.otherProcess, c.lastMessage, c.lastViewed,"
                + " c.unread, c.state, c.begun from ChatRow c where c.id.process = :process");
    if (!span.everyState()) {
      query.append(" and c.state in :states");
    }
    if (span.after().isPresent()) {
      query.append(" and c.lastMessage <= :time");
      query.append(" and (c.lastMessage < :time or c.id.session > :session)");
    }
    query.append(" order by c.lastMessage desc, c.id.session");
    TypedQuery<ChatEntry> found =
        entities.createQuery(query.toString(), ChatEntry.class).setParameter("process", process);
    if (!span.everyState()) {
      found.setParameter("states", span.states());
    }
    if (span.after().isPresent()) {
      found.setParameter("time", span.after().get().lastMessage());
      found.setParameter("session", span.after().get().session());
    }
    return found.setMaxResults(limit).getResultList();
  }

  /** The state is a literal, so that the index of requests is one for it. */
  @Override
  public ChatCounts chatCounts() {
    rows.write();
    return new ChatCounts(
        ChatRow.count("id.process = ?1", process),
        ChatRow.count("id.process = ?1 and state = REQUEST", process));
  }

  @Override
  public List<String> oldestRequests(int limit) {
    rows.write();
    return entities
        .createQuery(
            "select c.id.session from ChatRow c where c.id.process = ?1 and c.state = REQUEST"
                + " order by c.begun, c.id.session",
            String.class)
        .setParameter(1, process)
        .setMaxResults(limit)
        .getResultList();
  }

  @Override
  public InboxHead inboxHead() {
    return Inboxes.head(rows, process);
  }

  @Override
  public Optional<SenderShare> share(String sender) {
    return Inboxes.share(process, sender)
        .flatMap(place -> rows.find(Inboxes.SHARES, process, place.key()));
  }

  @Override
  public List<SenderShare> largestShares(int limit) {
    rows.write();
    return entities
        .createQuery(
            "select s.id.sender, s.kept, s.oldest from ShareRow s where s.id.process = ?1"
                + " order by s.kept desc, s.oldest",
            SenderShare.class)
        .setParameter(1, process)
        .setMaxResults(limit)
        .getResultList();
  }

  @Override
  public List<Long> oldestOf(String sender, int limit) {
    return entities
        .createQuery(
            "select i.id.sequence from InboxRow i where i.id.process = ?1 and i.sender = ?2"
                + " order by i.id.sequence",
            Long.class)
        .setParameter(1, process)
        .setParameter(2, sender)
        .setMaxResults(limit)
        .getResultList();
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
