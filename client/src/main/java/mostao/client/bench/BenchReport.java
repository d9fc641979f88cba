package mostao.client.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import mostao.client.demo.Timing;

/**
 * The findings of the load.
 *
 * @param ok whether nothing failed and every message that was sent is stored exactly once
 * @param problems what did not hold, in sentences
 * @param conversations at a time
 * @param seconds of the measurement
 * @param sent messages that were taken and sent on by the senders' handles
 * @param stored of these, how many the sessions have
 * @param perSecond sent in a second
 * @param relayed milliseconds from sending until the sender's handle had sent the message on
 * @param drainMillis from the end of the measurement until the last message was stored
 */
public record BenchReport(
    boolean ok,
    List<String> problems,
    int conversations,
    double seconds,
    long sent,
    long stored,
    double perSecond,
    Timing relayed,
    long drainMillis) {

  /** This report as one line of JSON, in ASCII whatever the console's encoding. */
  public String toJson() {
    try {
      return JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build()
          .writeValueAsString(this);
    } catch (JsonProcessingException bug) {
      throw new IllegalStateException("a report can always be written", bug);
    }
  }
}
