package mostao.ao.testkit.conversations;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import mostao.ao.process.RowKey;
import mostao.ao.process.Rows;
import mostao.ao.testkit.memory.ForwardingWork;
import mostao.ao.testkit.memory.MemoryStore;
import mostao.ao.turn.Store;
import mostao.ao.turn.Tables;

/**
 * A store in memory whose views let a row be read by its key only when the Action has declared it:
 * run over all conversations it shows which Action forgot one.
 */
public final class DeclaredReads {
  private DeclaredReads() {}

  /** Told of every read by key before it happens. */
  @FunctionalInterface
  public interface Reads {
    /** At least one of these keys names the row and must have been declared. */
    void anyOf(RowKey... keys);
  }

  /**
   * @param watched a view of the same rows that tells of its reads; ranges and queries by an index
   *     need not be told
   */
  public static <V, C> Store<V, C> store(
      Supplier<Rows<V, C>> empty, BiFunction<V, Reads, V> watched) {
    MemoryStore<V, C> store = new MemoryStore<>(empty);
    return new Store<>() {
      @Override
      public <T> T transact(Function<Work<V, C>, T> work) {
        return store.transact(open -> work.apply(new WatchedWork<>(open, watched)));
      }
    };
  }

  private static final class WatchedWork<V, C> extends ForwardingWork<V, C>
      implements Tables<V, C> {
    private final Tables<V, C> rows;
    private final BiFunction<V, Reads, V> watched;
    private final Set<RowKey> declared = new HashSet<>();

    WatchedWork(Store.Work<V, C> work, BiFunction<V, Reads, V> watched) {
      super(work);
      this.rows = work.tables();
      this.watched = watched;
    }

    @Override
    public Tables<V, C> tables() {
      return this;
    }

    @Override
    public void prefetch(Map<String, Set<RowKey>> keys) {
      keys.values().forEach(declared::addAll);
    }

    @Override
    public V view(String process) {
      return watched.apply(rows.view(process), this::check);
    }

    private void check(RowKey... read) {
      if (Arrays.stream(read).noneMatch(declared::contains)) {
        throw new AssertionError(
            "the Action read "
                + List.of(read)
                + " and declared "
                + declared
                + ": add it to its rowKeys");
      }
    }

    @Override
    public void apply(String process, C change) {
      rows.apply(process, change);
    }
  }
}
