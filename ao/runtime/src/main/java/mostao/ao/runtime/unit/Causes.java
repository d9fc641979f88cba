package mostao.ao.runtime.unit;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The causes of an exception. */
public final class Causes {
  private Causes() {}

  /**
   * The innermost exception by its class, and the SQL state if it has one. Without its message,
   * which may quote what people wrote.
   */
  public static String root(Throwable failed) {
    List<Throwable> chain = chain(failed);
    Throwable root = chain.get(chain.size() - 1);
    return root.getClass().getName() + state(root).map(state -> " " + state).orElse("");
  }

  /** Whether the database, or the connection to it, is the cause. */
  static boolean areOfDatabase(Throwable failed) {
    return chain(failed).stream()
        .anyMatch(e -> e instanceof SQLException || e instanceof PersistenceException);
  }

  /**
   * Whether taking the same records again must fail again: data the database can't hold (SQL state
   * 22), a rule of the schema broken (23), or a plain bug of ours. Never a lost connection, a lock
   * or a full disk.
   */
  public static boolean areForGood(Throwable failed) {
    List<Throwable> chain = chain(failed);
    Optional<String> state =
        chain.stream().map(Causes::state).flatMap(Optional::stream).findFirst();
    if (state.isPresent()) {
      return state.get().startsWith("22") || state.get().startsWith("23");
    }
    Throwable root = chain.get(chain.size() - 1);
    return root instanceof NullPointerException
        || root instanceof IllegalArgumentException
        || root instanceof JsonProcessingException
        || root instanceof IndexOutOfBoundsException
        || root instanceof ClassCastException;
  }

  /**
   * Whether a connection is of no further use: it is broken (SQL state 08), its server goes down or
   * starts (57P01 to 57P03), or takes no changes any more (25006) since another one took its place.
   */
  static boolean areOfTheWrongServer(Throwable failed) {
    return chain(failed).stream()
        .map(Causes::state)
        .flatMap(Optional::stream)
        .anyMatch(
            state -> state.startsWith("08") || state.startsWith("57P0") || state.equals("25006"));
  }

  private static Optional<String> state(Throwable e) {
    return e instanceof SQLException sql
        ? Optional.ofNullable(sql.getSQLState())
        : Optional.empty();
  }

  private static List<Throwable> chain(Throwable failed) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable e = failed; e != null && !chain.contains(e); e = e.getCause()) {
      chain.add(e);
    }
    return chain;
  }
}
