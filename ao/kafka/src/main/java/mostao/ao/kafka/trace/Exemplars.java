package mostao.ao.kafka.trace;

import io.prometheus.client.exemplars.DefaultExemplarSampler;
import io.prometheus.client.exemplars.ExemplarSampler;
import io.prometheus.client.exemplars.tracer.common.SpanContextSupplier;
import java.util.Optional;

/**
 * Lets histograms name traces as examples of what they counted. Of the one library behind
 * Micrometer that knows exemplars, which only programs with metrics have.
 */
public final class Exemplars {
  private Exemplars() {}

  /** Samples what is counted within {@link Traces#count}; none when traces are off. */
  public static Optional<ExemplarSampler> of(Traces traces) {
    return traces.areOn()
        ? Optional.of(new DefaultExemplarSampler(new Counted(traces)))
        : Optional.empty();
  }

  private record Counted(Traces traces) implements SpanContextSupplier {
    @Override
    public String getTraceId() {
      return traces.counted().map(Traces.Example::trace).orElse(null);
    }

    @Override
    public String getSpanId() {
      return traces.counted().map(Traces.Example::span).orElse(null);
    }

    @Override
    public boolean isSampled() {
      return traces.counted().isPresent();
    }
  }
}
