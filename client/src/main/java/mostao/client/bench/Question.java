package mostao.client.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Predicate;
import mostao.ao.process.Json;

/**
 * One dry-run that is asked again and again, and what tells a right answer. An answer that was
 * found right is kept: the same bytes again are right without being read. Thread-safe.
 */
final class Question {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Read read;
  private final byte[] request;
  private final Predicate<JsonNode> right;
  private volatile byte[] known = {};

  /**
   * @param request as {@link DoorConnection#ask} takes it
   * @param right of the data of the process's reply
   */
  Question(Read read, byte[] request, Predicate<JsonNode> right) {
    this.read = read;
    this.request = request;
    this.right = right;
  }

  Read read() {
    return read;
  }

  byte[] request() {
    return request;
  }

  /**
   * @param result as the gateway answers, which is JSON
   */
  boolean isRight(byte[] result) {
    if (result.length > 0 && Arrays.equals(known, result)) {
      return true;
    }
    boolean found = reads(result);
    if (found) {
      known = result;
    }
    return found;
  }

  private boolean reads(byte[] result) {
    try {
      JsonNode reply = MAPPER.readTree(result).path("Messages").path(0).path("Data");
      return Json.parse(reply.asText()).filter(right).isPresent();
    } catch (IOException notJson) {
      return false;
    }
  }

  /**
   * A page of a history, newest first.
   *
   * @param newest least id of its first message
   * @param oldest greatest id of its first message
   */
  static Predicate<JsonNode> page(int rows, long newest, long oldest) {
    return page -> {
      long first = page.path(0).path("id").asLong();
      boolean whole = page.size() == rows && first >= newest && first <= oldest;
      for (int i = 0; whole && i < rows; i++) {
        JsonNode row = page.get(i);
        whole = row.path("id").asLong() == first - i && row.path("content").isTextual();
      }
      return whole;
    };
  }

  /** An object, or one among others, with this text. */
  static Predicate<JsonNode> with(String field, String text) {
    return reply ->
        reply.path(field).asText().equals(text)
            || reply.isArray() && reply.findValuesAsText(field).contains(text);
  }
}
