package mostao.gateway.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import mostao.ao.assignment.Slot;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.Wire;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Unavailable;

/**
 * A line of a unit's log.
 *
 * @param item as it was signed
 */
record Entry(Slot slot, InboxRecord item) {
  /**
   * @throws Unavailable when the unit answers what is no line of a log
   */
  static Entry of(String module, JsonNode line) {
    byte[] json = line.path("Item").toString().getBytes(StandardCharsets.UTF_8);
    JsonNode nonce = line.path("Nonce");
    JsonNode timestamp = line.path("Timestamp");
    if (!nonce.isIntegralNumber()
        || !timestamp.isIntegralNumber()
        || !(Wire.decodeInbox(json) instanceof Decoded.Ok<InboxRecord> ok)) {
      throw new Unavailable(ApiError.unitUnavailable(module), null);
    }
    InboxRecord item = ok.value();
    return new Entry(
        new Slot(nonce.longValue(), timestamp.longValue(), item.id(), item.exclude()), item);
  }
}
