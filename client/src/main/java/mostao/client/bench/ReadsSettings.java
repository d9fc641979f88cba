package mostao.client.bench;

import java.time.Duration;
import java.util.List;
import mostao.client.chat.HandleName;

/**
 * The questions to ask.
 *
 * @param run how they are asked, for how long and from where; its pairs are asked about, and its
 *     messages are those that the session is filled with
 * @param reads each equally often
 * @param rows the first pair's session has at least so many messages when it is asked for pages
 * @param page rows of a page of it, and of a chat list
 * @param names the Registry is asked for these and their owners instead of the pairs'; may be empty
 */
public record ReadsSettings(
    BenchSettings run, List<Read> reads, int rows, int page, List<HandleName> names) {
  /** They are sent through the system, some hundreds a second. */
  public static final int MOST_ROWS = 1_000_000;

  /** What a process gives at once, unless it is set otherwise. */
  public static final int MOST_PAGE = 1_000;

  /** A request and its last answer are kept of each. */
  public static final int MOST_NAMES = 100_000;

  /** A thread each. */
  public static final int MOST_IN_FLIGHT = 1_000;

  private static final int FILLED_AT_ONCE = 30_000;
  private static final int FILL_SECONDS = 60;
  private static final int FILL_IN_FLIGHT = 256;
  private static final int FILL_CONNECTIONS = 64;

  public ReadsSettings {
    reads = List.copyOf(reads);
    names = List.copyOf(names);
    if (reads.isEmpty()) {
      throw new IllegalArgumentException("nothing is asked");
    }
    if (page < 1 || page > MOST_PAGE) {
      throw new IllegalArgumentException("a page is from 1 to " + MOST_PAGE + " rows");
    }
    if (rows < page || rows > MOST_ROWS) {
      throw new IllegalArgumentException(
          "a session to ask is from one page to " + MOST_ROWS + " rows");
    }
    if (run.connections() > MOST_IN_FLIGHT) {
      throw new IllegalArgumentException("at most " + MOST_IN_FLIGHT + " can be in flight");
    }
    if (names.size() > MOST_NAMES) {
      throw new IllegalArgumentException("at most " + MOST_NAMES + " names can be asked for");
    }
  }

  /** Of the pairs alone. */
  public ReadsSettings(BenchSettings run, List<Read> reads, int rows, int page) {
    this(run, reads, rows, page, List.of());
  }

  /** Of the next messages to put into the session; a few more than are missing may be sent. */
  BenchSettings filling(long missing) {
    int perSecond =
        Math.toIntExact((Math.min(missing, FILLED_AT_ONCE) + FILL_SECONDS - 1) / FILL_SECONDS);
    return new BenchSettings(
        run.gateway(),
        run.bootstrapServers(),
        new Load.InFlight(FILL_IN_FLIGHT, perSecond),
        run.wallet(),
        1,
        run.size(),
        Duration.ZERO,
        Duration.ofSeconds(FILL_SECONDS),
        run.folder(),
        FILL_CONNECTIONS,
        run.addresses(),
        run.drain(),
        run.http(),
        run.patience());
  }
}
