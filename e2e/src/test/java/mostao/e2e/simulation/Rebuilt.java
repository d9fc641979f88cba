package mostao.e2e.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import mostao.ao.process.Page;
import mostao.ao.testkit.memory.MemoryStore;
import mostao.ao.testkit.simulation.InvariantBroken;
import mostao.ao.testkit.simulation.Service;
import mostao.ao.turn.Evaluation;
import mostao.handle.model.ChatSpan;
import mostao.handle.model.HandleView;
import mostao.registry.model.Name;
import mostao.registry.model.RegistryView;
import mostao.session.model.HistoryRange;
import mostao.session.model.SessionView;

/** I4: an empty database that takes the inbox from the beginning becomes the same. */
final class Rebuilt {
  private static final HistoryRange EVERYTHING =
      new HistoryRange(Long.MIN_VALUE, Long.MAX_VALUE, 0, Long.MAX_VALUE, false);
  private static final Page ONE_PAGE = new Page(1_000, 512 * 1024);

  private final World world;

  Rebuilt(World world) {
    this.world = world;
  }

  void check() {
    same(world.registry, this::names);
    same(world.handles, (id, view) -> chats(view));
    same(world.sessions, (id, view) -> conversation(view));
  }

  private static <V, C> void same(Service<V, C> service, BiFunction<String, V, String> shown) {
    MemoryStore<V, C> before = service.store();
    MemoryStore<V, C> after = service.rebuilt();
    Map<Integer, List<Evaluation>> then = byPartition(before);
    Map<Integer, List<Evaluation>> now = byPartition(after);
    if (!then.equals(now)) {
      throw new InvariantBroken("I4", service.module() + "'s log is another one after a rebuild");
    }
    if (!before.processes().equals(after.processes())) {
      throw new InvariantBroken(
          "I4", service.module() + "'s processes are " + after.processes() + " after a rebuild");
    }
    for (String process : new TreeMap<>(before.processes()).keySet()) {
      String was = shown.apply(process, before.view(process));
      String is = shown.apply(process, after.view(process));
      if (!was.equals(is)) {
        throw new InvariantBroken("I4", process + " was " + was + " and after a rebuild is " + is);
      }
    }
  }

  private static Map<Integer, List<Evaluation>> byPartition(MemoryStore<?, ?> store) {
    return store.log().stream().collect(Collectors.groupingBy(Evaluation::partition));
  }

  private String names(String process, RegistryView view) {
    List<Object> shown = new ArrayList<>();
    for (Person person : world.people) {
      Name mine = person.handle().orElseThrow();
      shown.add(view.name(mine.handle()));
      for (Person other : person.others()) {
        Name theirs = other.handle().orElseThrow();
        shown.add(view.link(mine.process(), theirs.process()));
      }
    }
    shown.add(view.oldestUses(1_000));
    shown.add(view.oldestKept(1_000));
    return shown.toString();
  }

  private static String chats(HandleView view) {
    return view.profile()
        + " "
        + view.chats(ChatSpan.ALL, 1_000)
        + " "
        + view.inbox(0, ONE_PAGE)
        + " "
        + view.largestShares(1_000);
  }

  private static String conversation(SessionView view) {
    Set<Long> generations =
        LongStream.rangeClosed(1, view.generation()).boxed().collect(Collectors.toSet());
    return view.keys(generations).stream().map(Object::toString).sorted().toList()
        + " "
        + view.blocks()
        + " "
        + view.messages(EVERYTHING, ONE_PAGE);
  }
}
