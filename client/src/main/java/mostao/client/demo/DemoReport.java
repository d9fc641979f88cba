package mostao.client.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import mostao.client.bench.Percentiles;

/**
 * The findings of the demo.
 *
 * @param ok whether all of it held
 * @param problems what did not, in sentences; empty when {@code ok}
 * @param gateway its base URL
 * @param registry process id of the Registry
 * @param handles process ids by name
 * @param session process id of the session
 * @param generation of the session key that was exchanged in this run
 * @param earlier messages of earlier runs that are in the session and that both sides still open
 * @param sent messages that the gateway took and the sender's handle sent on
 * @param delivered of these, how many the receiver read in the session's history
 * @param notified messages of which the receiver's handle was told
 * @param decrypted of the delivered, how many the receiver opened to the text that was sent
 * @param verified of the delivered, how many the receiver verified: written by the sender's device,
 *     right behind its message before
 * @param inOrder whether each side's messages are in the order they were sent, and times never run
 *     backwards
 * @param duplicates messages in the history that were there more than once
 * @param timings milliseconds from the moment of sending, by step
 * @param transcript the conversation as the receivers opened it
 * @param way the way of one message
 */
public record DemoReport(
    boolean ok,
    List<String> problems,
    String gateway,
    String registry,
    Map<String, String> handles,
    String session,
    long generation,
    int earlier,
    int sent,
    int delivered,
    int notified,
    int decrypted,
    int verified,
    boolean inOrder,
    int duplicates,
    Map<String, Percentiles> timings,
    List<Line> transcript,
    List<Hop> way) {

  /** A message that was sent, read and opened. */
  public record Line(long id, String from, String text, long timestamp, long generation) {}

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
