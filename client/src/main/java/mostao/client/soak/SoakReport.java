package mostao.client.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import mostao.client.bench.Percentiles;

/**
 * The findings.
 *
 * @param ok whether every accepted message is stored once and in order
 * @param accepted messages that the gateway took
 * @param lost of these, how many their session does not have
 * @param doubled how many it has more than once
 * @param reordered how many come before one that was accepted earlier
 * @param foreign how many it has that nobody sent
 * @param problems what did not hold, in sentences; the first few
 * @param sections in order, by what was going on
 */
public record SoakReport(
    boolean ok,
    long accepted,
    long lost,
    long doubled,
    long reordered,
    long foreign,
    List<String> problems,
    List<Section> sections) {

  /**
   * A part of the run.
   *
   * @param accepted milliseconds from the first try of a message until the gateway had taken it
   * @param arrived milliseconds from the first try until the other side could read it; {@code max}
   *     is the longest pause that people saw
   * @param failedPosts requests that were not answered with 202, by status or exception; each was
   *     sent again
   * @param failedReads the same for reads
   */
  public record Section(
      String name,
      double seconds,
      Percentiles accepted,
      Percentiles arrived,
      Map<String, Long> failedPosts,
      Map<String, Long> failedReads) {}

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
