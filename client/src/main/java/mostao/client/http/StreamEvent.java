package mostao.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/**
 * One event of a stream.
 *
 * @param name {@code message}, {@code result}, or {@code gap} when something can no longer be given
 * @param id place to go on behind it, with any gateway of the deployment
 * @param data what it says
 */
public record StreamEvent(String name, String id, JsonNode data) {
  public StreamEvent {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(data, "data");
  }
}
