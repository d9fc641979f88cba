package mostao.ao.kafka.trace;

import java.net.URI;
import java.util.Optional;

/** Settings that a test gives, here and in other modules. */
public record GivenTraceSettings(Optional<URI> endpoint, int queue) implements TraceSettings {
  /** All to this collector. */
  public static TraceSettings to(URI collector) {
    return new GivenTraceSettings(Optional.of(collector), 100);
  }
}
