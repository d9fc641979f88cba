package mostao.ao.runtime.unit;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.Evaluation;
import mostao.ao.turn.ProcessRow;
import mostao.ao.turn.Progress;
import mostao.ao.turn.Store;
import mostao.ao.turn.Tables;

/**
 * The same database for readers, who ask it {@link Questions}: no transaction lasts longer than
 * one, so nothing has to be begun or ended. What changes something is a bug and refused.
 * Thread-safe.
 */
@Dependent
@Typed(ReadStore.class)
public class ReadStore<V, C> implements Store<V, C> {
  private static final Questions.Question<ProcessRow> PROCESSES =
      new Questions.Question<>(
          RowMapping.SELECT_PROCESS + " where id = any(?)", RowMapping::process);

  /** A few kilobytes each. */
  private static final int RECENT = 1_000;

  private final Reads<V> reads;
  private final AgroalDataSource database;
  private final RecentProcesses recent = new RecentProcesses(RECENT);

  @Inject
  ReadStore(Instance<Module<?, ?>> module, AgroalDataSource database) {
    this(readsOf(module), database);
  }

  ReadStore(Reads<V> reads, AgroalDataSource database) {
    this.reads = reads;
    this.database = database;
  }

  /** A service has one module, so its types are those of the injection point. */
  @SuppressWarnings("unchecked")
  private static <V> Reads<V> readsOf(Instance<Module<?, ?>> module) {
    return (Reads<V>) module.get().reads();
  }

  @Override
  public <T> T transact(Function<Work<V, C>, T> work) {
    try (Connection connection = database.getConnection()) {
      Questions questions = new Questions(connection, this::leave);
      T done = work.apply(new Reading(questions, true));
      return questions.assumptionHolds() ? done : work.apply(new Reading(questions, false));
    } catch (SQLException failed) {
      throw new BrokenDependency("the database did not answer: " + Causes.root(failed), failed);
    }
  }

  private void leave() {
    database.flush(AgroalDataSource.FlushMode.GRACEFUL);
  }

  /** One read. */
  private final class Reading implements Work<V, C>, Tables<V, C> {
    private final Questions questions;
    private final boolean assuming;

    Reading(Questions questions, boolean assuming) {
      this.questions = questions;
      this.assuming = assuming;
    }

    @Override
    public Map<String, ProcessRow> processes(Set<String> ids) {
      if (assuming && ids.size() == 1) {
        Map<String, ProcessRow> known = recent.find(ids.iterator().next());
        known.values().forEach(questions::assume);
        if (!known.isEmpty()) {
          return known;
        }
      }
      Map<String, ProcessRow> found =
          questions.all(PROCESSES, (Object) ids.toArray(String[]::new)).stream()
              .collect(Collectors.toMap(ProcessRow::id, Function.identity()));
      found.values().forEach(recent::keep);
      return found;
    }

    @Override
    public Tables<V, C> tables() {
      return this;
    }

    @Override
    public V view(String process) {
      return reads.view(questions, process);
    }

    @Override
    public Map<Integer, Progress> lock(SortedSet<Integer> partitions) {
      throw refused();
    }

    @Override
    public Opening open(
        SortedSet<Integer> partitions, Set<String> ids, Collection<MessageKey> messages) {
      throw refused();
    }

    @Override
    public List<Evaluation> log(int partition, long from, long to) {
      throw refused();
    }

    @Override
    public void save(ProcessRow process) {
      throw refused();
    }

    @Override
    public void append(List<Evaluation> evaluations) {
      throw refused();
    }

    @Override
    public void advance(Progress progress) {
      throw refused();
    }

    @Override
    public void apply(String process, C change) {
      throw refused();
    }

    private IllegalStateException refused() {
      return new IllegalStateException("a read takes no part in turns");
    }
  }
}
