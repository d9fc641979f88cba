package mostao.ao.testkit.memory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import mostao.ao.process.Rows;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.Evaluation;
import mostao.ao.turn.ProcessRow;
import mostao.ao.turn.Progress;
import mostao.ao.turn.Store;
import mostao.ao.turn.Tables;

/**
 * A service's database in memory: what a transaction throws out of never happened. On one thread,
 * where a transaction may begin while another is open; one that asks for a partition that another
 * has locked is refused, as if it had waited for too long.
 */
public final class MemoryStore<V, C> implements Store<V, C> {
  private final Supplier<Rows<V, C>> empty;
  private State<V, C> state = new State<>();
  private final Set<Integer> locked = new HashSet<>();

  /**
   * @param empty the rows of a process that has none yet
   */
  public MemoryStore(Supplier<Rows<V, C>> empty) {
    this.empty = empty;
  }

  @Override
  public <T> T transact(Function<Work<V, C>, T> work) {
    MemoryWork open = new MemoryWork(state.copy());
    try {
      T result = work.apply(open);
      state = open.kept(state.copy());
      return result;
    } finally {
      locked.removeAll(open.partitions);
    }
  }

  /** The evaluation log, in the order it was written. */
  public List<Evaluation> log() {
    return List.copyOf(state.log);
  }

  public Map<String, ProcessRow> processes() {
    return Map.copyOf(state.processes);
  }

  public Map<Integer, Progress> progress() {
    return Map.copyOf(state.progress);
  }

  /** The rows of one process as they are. */
  public V view(String process) {
    Rows<V, C> rows = state.rows.get(process);
    return (rows == null ? empty.get() : rows).view();
  }

  private static final class State<V, C> {
    private final Map<Integer, Progress> progress = new TreeMap<>();
    private final Map<String, ProcessRow> processes = new TreeMap<>();
    private final Map<String, Rows<V, C>> rows = new HashMap<>();
    private final Set<MessageKey> known = new LinkedHashSet<>();
    private final List<Evaluation> log = new ArrayList<>();

    State<V, C> copy() {
      State<V, C> copy = new State<>();
      copy.progress.putAll(progress);
      copy.processes.putAll(processes);
      // Rows are copied when they are first written to, see MemoryWork.
      copy.rows.putAll(rows);
      copy.known.addAll(known);
      copy.log.addAll(log);
      return copy;
    }
  }

  private final class MemoryWork implements Work<V, C>, Tables<V, C> {
    private final State<V, C> draft;
    private final Set<Integer> partitions = new HashSet<>();
    private final Set<String> own = new HashSet<>();
    private final State<V, C> written = new State<>();

    MemoryWork(State<V, C> draft) {
      this.draft = draft;
    }

    /** What is there now, with what was written here: others may have kept something meanwhile. */
    State<V, C> kept(State<V, C> now) {
      now.progress.putAll(written.progress);
      now.processes.putAll(written.processes);
      own.forEach(process -> now.rows.put(process, draft.rows.get(process)));
      now.known.addAll(written.known);
      now.log.addAll(written.log);
      return now;
    }

    @Override
    public Opening open(
        SortedSet<Integer> partitions, Set<String> processes, Collection<MessageKey> messages) {
      Set<MessageKey> evaluated = new HashSet<>(messages);
      evaluated.retainAll(draft.known);
      return new Opening(lock(partitions), processes(processes), evaluated);
    }

    @Override
    public Map<Integer, Progress> lock(SortedSet<Integer> asked) {
      Map<Integer, Progress> found = new TreeMap<>();
      for (int partition : asked) {
        if (!partitions.contains(partition) && !locked.add(partition)) {
          throw new BrokenDependency(
              "another transaction has locked partition " + partition + " for too long", null);
        }
        partitions.add(partition);
        found.put(partition, draft.progress.getOrDefault(partition, new Progress(partition, 0, 0)));
      }
      return found;
    }

    @Override
    public Map<String, ProcessRow> processes(Set<String> ids) {
      Map<String, ProcessRow> found = new HashMap<>(draft.processes);
      found.keySet().retainAll(ids);
      return found;
    }

    @Override
    public List<Evaluation> log(int partition, long from, long to) {
      return draft.log.stream()
          .filter(e -> e.partition() == partition && e.offset() >= from && e.offset() < to)
          .sorted(Comparator.comparingLong(Evaluation::offset))
          .toList();
    }

    @Override
    public Tables<V, C> tables() {
      return this;
    }

    @Override
    public V view(String process) {
      return rows(process).view();
    }

    @Override
    public void apply(String process, C change) {
      rows(process).apply(change);
    }

    private Rows<V, C> rows(String process) {
      if (own.add(process)) {
        Rows<V, C> before = draft.rows.get(process);
        draft.rows.put(process, before == null ? empty.get() : before.copy());
      }
      return draft.rows.get(process);
    }

    @Override
    public void save(ProcessRow process) {
      draft.processes.put(process.id(), process);
      written.processes.put(process.id(), process);
    }

    @Override
    public void append(List<Evaluation> evaluations) {
      for (Evaluation evaluation : evaluations) {
        MessageKey key =
            new MessageKey(evaluation.outcome().process(), evaluation.outcome().message());
        written.log.add(evaluation);
        draft.known.add(key);
        written.known.add(key);
      }
    }

    @Override
    public void advance(Progress progress) {
      draft.progress.put(progress.partition(), progress);
      written.progress.put(progress.partition(), progress);
    }
  }
}
