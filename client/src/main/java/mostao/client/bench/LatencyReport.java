package mostao.client.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import mostao.client.demo.Timing;

/**
 * Milliseconds of one request at a time.
 *
 * @param wallet type of the wallet that signed
 * @param accepted from posting a signed message to the 202
 * @param evaluated from posting it until its Result was here
 * @param dryRun from asking to the answer
 */
public record LatencyReport(
    String wallet, int warmUp, int rounds, Timing accepted, Timing evaluated, Timing dryRun) {

  /** This report as one line of JSON. */
  public String toJson() {
    try {
      return JsonMapper.builder().build().writeValueAsString(this);
    } catch (JsonProcessingException bug) {
      throw new IllegalStateException("a report can always be written", bug);
    }
  }
}
