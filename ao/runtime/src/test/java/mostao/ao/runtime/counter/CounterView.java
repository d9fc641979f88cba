package mostao.ao.runtime.counter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The handlers' view of a counter. */
public interface CounterView {
  long total();

  Optional<JsonNode> note(String name);

  /** A query whose parameter goes to the database as it is. */
  boolean hasPlain(String text);
}
