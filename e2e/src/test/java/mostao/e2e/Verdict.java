package mostao.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/**
 * The verdict of one check of a conformance script.
 *
 * @param line of section 8 of the AO contract
 * @param client which client drove it: its version, or {@code http}
 * @param check what was checked
 * @param ok whether it held
 * @param detail why not
 * @param millis how long it took
 */
record Verdict(int line, String client, String check, boolean ok, String detail, long millis) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The verdicts a script printed, one line of JSON each. */
  static List<Verdict> read(String output) {
    return output.lines().map(Verdict::of).toList();
  }

  private static Verdict of(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      return new Verdict(
          json.path("line").asInt(),
          json.path("client").asText(),
          json.path("check").asText(),
          json.path("ok").asBoolean(),
          json.path("detail").asText(),
          json.path("millis").asLong());
    } catch (JsonProcessingException notJson) {
      throw new IllegalStateException(
          "a script printed a line that is not a verdict: " + text, notJson);
    }
  }
}
