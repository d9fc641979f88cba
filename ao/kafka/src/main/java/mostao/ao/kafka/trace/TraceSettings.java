package mostao.ao.kafka.trace;

import java.net.URI;
import java.util.Optional;

/** Settings under {@code mostao.trace}; each program documents its own. */
public interface TraceSettings {
  /** Where spans go; without it there are none. */
  Optional<URI> endpoint();

  /** Spans that wait for the collector; further ones are dropped. */
  int queue();
}
