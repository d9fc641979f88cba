package mostao.client.bench;

import java.util.List;
import java.util.Map;

/**
 * The findings of a run. Figures are of the measurement, without warm-up and end; the check is of
 * everything that was sent.
 *
 * @param ok whether nothing failed, and every accepted message is stored once, in order, and was
 *     delivered
 * @param problems what did not hold, in sentences
 * @param load how messages were sent
 * @param seenOn where deliveries are seen: {@code topic} or {@code live streams}
 * @param addresses of this machine that the requests come from
 * @param seconds of the measurement
 * @param acceptedPerSecond messages that the gateway answered 202
 * @param deliveredPerSecond messages of which the receiving handle has its notification
 * @param accepted from when the message was due until the 202
 * @param delivered from when the message was due until it was delivered
 * @param acceptedToDelivered the time between the two
 * @param late from when the message was due until it was sent: what the load tool itself adds
 * @param refused tries that were not taken, by reason; the item was posted again
 * @param inFlight sent and not delivered at the end of the measurement
 * @param drainMillis from then until the last message was delivered
 * @param use what a message cost; without programs when the system's processes are not on this
 *     machine
 */
public record BenchReport(
    boolean ok,
    List<String> problems,
    String load,
    String wallet,
    int sessions,
    int size,
    String seenOn,
    int addresses,
    double warmUpSeconds,
    double seconds,
    long sent,
    double acceptedPerSecond,
    double deliveredPerSecond,
    Percentiles accepted,
    Percentiles delivered,
    Percentiles acceptedToDelivered,
    Percentiles late,
    Map<String, Long> refused,
    long inFlight,
    long drainMillis,
    SessionCheck check,
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
