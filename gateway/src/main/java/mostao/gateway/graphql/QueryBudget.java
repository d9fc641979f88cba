package mostao.gateway.graphql;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import mostao.gateway.answer.ApiError;

/** One request: its caller, and its remaining cost budget. Thread-safe. */
final class QueryBudget {
  private final Optional<String> authorization;
  private final int most;
  private final AtomicInteger left;

  /**
   * @param authorization the request's header
   * @param reads items that may be read from units
   */
  QueryBudget(Optional<String> authorization, int reads) {
    this.authorization = Objects.requireNonNull(authorization, "authorization");
    this.most = reads;
    this.left = new AtomicInteger(reads);
  }

  Optional<String> authorization() {
    return authorization;
  }

  /** Before each read, or as many of a page; out when they are used up. */
  void spend(int reads) {
    if (left.addAndGet(-reads) < 0) {
      throw new Denial(
          ApiError.invalidRequest(
              "the query needs more than "
                  + most
                  + " items to be read; ask for fewer at a time, by ids or by a narrower filter"));
    }
  }

  /** How many reads are left. */
  int left() {
    return Math.max(0, left.get());
  }
}
