package mostao.gateway.graphql;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import mostao.gateway.access.Caller;
import mostao.gateway.answer.ApiError;

/**
 * One request: its caller, and its remaining cost budget. What it costs its caller pays as it
 * comes: an item read from a unit costs 1, and so do so many rows of the directory. Thread-safe.
 */
final class QueryBudget {
  /** Looking at a row is so much cheaper than a read. */
  private static final int ROWS_FOR_ONE = 10_000;

  private final Caller caller;
  private final IntFunction<Optional<ApiError>> pay;
  private final int most;
  private final long mostRows;
  private final AtomicInteger left;
  private final AtomicLong rows = new AtomicLong();

  /**
   * @param pay charges the caller; the refusal if it has asked for too much
   * @param reads items that may be read from units
   * @param rows of the directory that may be looked at
   */
  QueryBudget(Caller caller, IntFunction<Optional<ApiError>> pay, int reads, long rows) {
    this.caller = Objects.requireNonNull(caller, "caller");
    this.pay = Objects.requireNonNull(pay, "pay");
    this.most = reads;
    this.mostRows = rows;
    this.left = new AtomicInteger(reads);
  }

  Optional<String> authorization() {
    return caller.authorization();
  }

  Caller caller() {
    return caller;
  }

  /** Before each read, or as many of a page; out when they are used up. */
  void spend(int reads) {
    if (left.addAndGet(-reads) < 0) {
      throw new Denial(
          ApiError.tooCostly(
              "the query needs more than "
                  + most
                  + " items to be read; ask for fewer at a time, by ids or by a narrower filter"));
    }
    pay(reads);
  }

  /** Before each row of the directory that is looked at; out when they are used up. */
  void visit() {
    long visited = rows.incrementAndGet();
    if (visited > mostRows) {
      throw new Denial(
          ApiError.tooCostly(
              "the query needs more than "
                  + mostRows
                  + " processes to be looked at; ask by ids, or for other tags"));
    }
    if (visited % ROWS_FOR_ONE == 0) {
      pay(1);
    }
  }

  private void pay(int cost) {
    pay.apply(cost)
        .ifPresent(
            refused -> {
              throw new Denial(refused);
            });
  }

  /** How many reads are left. */
  int left() {
    return Math.max(0, left.get());
  }
}
