package mostao.client.bench;

import java.util.List;
import java.util.Map;

/**
 * The findings of a run of dry-runs. Figures are of the measurement, without warm-up and end;
 * refusals are of everything that was asked.
 *
 * @param ok whether everything was answered, and rightly
 * @param problems what did not hold, in sentences
 * @param load how they were asked
 * @param reads what was asked, each equally often
 * @param rows that the session has whose pages were asked for; 0 when none were
 * @param page rows of such a page
 * @param addresses of this machine that the requests come from
 * @param connections to the gateway, at most
 * @param seconds of the measurement
 * @param asked in all
 * @param answeredPerSecond right answers
 * @param bytes of an answer, in the mean
 * @param times from when a question was due until its right answer was there, by Action
 * @param late from when a question was due until it was asked: what the load tool itself adds, and
 *     the wait for a free connection
 * @param refused what had no right answer, by reason: a status of HTTP, {@code wrong answer}, or
 *     how the connection failed
 * @param use what an answer cost; without programs when the system's processes are not on this
 *     machine
 */
public record ReadsReport(
    boolean ok,
    List<String> problems,
    String load,
    List<String> reads,
    long rows,
    int page,
    int addresses,
    int connections,
    double warmUpSeconds,
    double seconds,
    long asked,
    double answeredPerSecond,
    long bytes,
    Map<String, Percentiles> times,
    Percentiles late,
    Map<String, Long> refused,
    Use use) {

  /** This report in lines for people. */
  public List<String> lines() {
    return BenchText.of(this);
  }

  /** This report as one line of JSON, in ASCII whatever the console's encoding. */
  public String toJson() {
    return BenchText.json(this);
  }
}
