package mostao.gateway.streams;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/**
 * One server-sent event (HTML Living Standard, section 9.2).
 *
 * @param name message, result, gap or end
 * @param id place to go on behind it; empty to leave the client's as it is
 * @param data JSON on one line
 */
record StreamEvent(String name, String id, String data) {
  StreamEvent {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(data, "data");
  }

  /** A gap: the events that can no longer be given, and where the stream goes on. */
  static StreamEvent gap(String id, String sentence) {
    return new StreamEvent("gap", id, said("Gap", sentence));
  }

  /** The last one. */
  static StreamEvent end(String code, String sentence) {
    return new StreamEvent("end", "", said(code, sentence));
  }

  private static String said(String code, String sentence) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    return node.put("reason", sentence).put("code", code).toString();
  }

  /** As it is sent. */
  String text() {
    String place = id.isEmpty() ? "" : "id: " + id + "\n";
    return "event: " + name + "\n" + place + "data: " + data + "\n\n";
  }
}
