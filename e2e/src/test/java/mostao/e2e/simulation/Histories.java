package mostao.e2e.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import mostao.ao.message.Names;
import mostao.ao.process.Page;
import mostao.ao.testkit.simulation.InvariantBroken;
import mostao.ao.turn.Evaluation;
import mostao.ao.turn.ProcessRow;
import mostao.handle.model.ChatEntry;
import mostao.registry.model.Name;
import mostao.session.model.HistoryRange;
import mostao.session.model.SessionView;
import mostao.session.model.StoredMessage;

/**
 * The invariants for people once everything is at rest: names, sessions, histories, unread counts.
 */
final class Histories {
  private static final HistoryRange EVERYTHING =
      new HistoryRange(Long.MIN_VALUE, Long.MAX_VALUE, 0, Long.MAX_VALUE, false);
  private static final Page ONE_PAGE = new Page(1_000, 512 * 1024);

  private final World world;

  Histories(World world) {
    this.world = world;
  }

  void check() {
    Set<String> pairs = new HashSet<>();
    for (ProcessRow session : world.sessions.processes()) {
      if (!pairs.add(tag(session, "Handle-A-Process") + " " + tag(session, "Handle-B-Process"))) {
        throw new InvariantBroken("sessions", "two of one pair, one is " + session.id());
      }
    }
    Set<String> names = new HashSet<>();
    for (ProcessRow handle : world.handles.processes()) {
      String name = tag(handle, "Handle-Name");
      boolean active =
          world.names().name(name).filter(known -> known.process().equals(handle.id())).isPresent();
      if (!names.add(name) || !active) {
        throw new InvariantBroken("names", name + " is not one active handle");
      }
    }
    for (Person person : world.people) {
      person.others().forEach(other -> check(person, other));
    }
  }

  private static String tag(ProcessRow process, String name) {
    return process.tags().first(name).orElseThrow();
  }

  private void check(Person person, Person other) {
    Name mine = person.handle().orElseThrow();
    Name theirs = other.handle().orElseThrow();
    String session =
        person
            .session(mine, theirs)
            .orElseThrow(() -> new InvariantBroken("sessions", "none of " + mine + theirs));
    List<StoredMessage> history = history(world.sessions.view(session));
    List<String> said = contents(history, m -> m.sender().equals(mine.process()));
    List<String> due = new ArrayList<>();
    for (int i = 0; i < person.saidTo(other); i++) {
      due.add(Person.content(mine.handle(), theirs.handle(), i));
    }
    if (!said.equals(due)) {
      throw new InvariantBroken("history", person.name() + " said " + due + ", kept is " + said);
    }
    if (history.size() != due.size() + other.saidTo(person)) {
      throw new InvariantBroken("history", "not only the two wrote: " + history);
    }
    unread(mine, theirs, session, history);
    consent(person, mine, theirs, session, !due.isEmpty());
  }

  /** Whoever wrote has a chat, not a request; of the two, one has asked for it. */
  private void consent(Person person, Name mine, Name theirs, String session, boolean wrote) {
    ChatEntry.State own = state(mine, session);
    ChatEntry.State other = state(theirs, session);
    boolean open = own == ChatEntry.State.OPEN;
    if ((wrote && !open) || (!open && other != ChatEntry.State.OPEN)) {
      throw new InvariantBroken(
          "consent", person.name() + " has " + own + " of " + session + ", the other " + other);
    }
  }

  private ChatEntry.State state(Name of, String session) {
    return world.handles.view(of.process()).chat(session).orElseThrow().state();
  }

  private static List<StoredMessage> history(SessionView view) {
    return view.messages(EVERYTHING, ONE_PAGE);
  }

  private static List<String> contents(
      List<StoredMessage> history, Predicate<StoredMessage> wanted) {
    return history.stream().filter(wanted).map(StoredMessage::content).toList();
  }

  private void unread(Name mine, Name theirs, String session, List<StoredMessage> history) {
    long notified = 0;
    long unread = 0;
    for (Evaluation done : world.handles.store().log()) {
      if (!done.outcome().process().equals(mine.process())) {
        continue;
      }
      if (done.item().from().equals(session) && done.item().tags().has(Names.ACTION, "Notify")) {
        notified++;
        unread++;
      } else if (done.item().tags().has(Names.ACTION, "MarkViewed")
          && done.item().data().text().orElse("").equals(session)) {
        unread = 0;
      }
    }
    ChatEntry entry =
        world
            .handles
            .view(mine.process())
            .chat(session)
            .orElseThrow(() -> new InvariantBroken("chat list", "no " + session));
    long sent = contents(history, m -> m.sender().equals(theirs.process())).size();
    if (notified != sent || entry.unread() != unread) {
      throw new InvariantBroken(
          "unread",
          String.format(
              Locale.ROOT,
              "%s has %d unread instead of %d; %d were sent, %d were reported",
              mine.handle(),
              entry.unread(),
              unread,
              sent,
              notified));
    }
    long newest = history.stream().mapToLong(StoredMessage::timestamp).max().orElse(0);
    if (entry.lastMessage() != newest) {
      throw new InvariantBroken(
          "chat list",
          mine.handle() + " was told of " + entry.lastMessage() + ", the newest is " + newest);
    }
  }
}
