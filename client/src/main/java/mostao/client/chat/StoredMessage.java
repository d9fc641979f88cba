package mostao.client.chat;

import com.fasterxml.jackson.databind.JsonNode;
import mostao.ao.process.Json;

/**
 * A message as the session keeps it: sealed.
 *
 * @param id its place in the session, from 1
 * @param messageId id of the item that brought it
 * @param sender the handle that wrote it
 * @param generation of the key it is sealed under
 * @param timestamp when the session's inbox took it, Unix milliseconds
 * @param content base64 of IV, ciphertext and tag
 */
public record StoredMessage(
    long id, String messageId, String sender, long generation, long timestamp, String content) {

  static StoredMessage of(JsonNode row) {
    return new StoredMessage(
        row.path("id").asLong(),
        row.path("messageId").asText(),
        row.path("sender").asText(),
        row.path("generation").asLong(),
        Json.millis(row.path("timestamp")).orElse(0L),
        row.path("content").asText());
  }

  /** Whether this handle wrote it. */
  public boolean isFrom(HandleName handle) {
    return sender.equals(handle.pid()) || sender.equals(handle.name());
  }
}
