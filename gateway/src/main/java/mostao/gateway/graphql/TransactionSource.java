package mostao.gateway.graphql;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where transactions come from. Both fail with a {@link Denial} or with what broke. */
interface TransactionSource {
  /** A transaction and its position in its list. */
  record Found(Cursor place, Transaction transaction) {}

  /**
   * @param more whether there are others behind the last
   */
  record Page(List<Found> found, boolean more) {
    /** The first of those found. */
    static Page of(List<Found> found, int most, boolean more) {
      boolean isCut = found.size() > most;
      return new Page(List.copyOf(isCut ? found.subList(0, most) : found), isCut || more);
    }
  }

  CompletionStage<Optional<Transaction>> one(String id, QueryBudget budget);

  CompletionStage<Page> list(Filter filter, QueryBudget budget);
}
