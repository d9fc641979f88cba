package mostao.ao.runtime.unit;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.prometheus.client.exemplars.ExemplarSampler;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import mostao.ao.ans104.Verifier;
import mostao.ao.kafka.trace.Exemplars;
import mostao.ao.kafka.trace.Traces;
import mostao.ao.process.Rules;
import mostao.ao.turn.InboxVerifier;

/** The pure parts as beans. */
final class Producers {
  @Produces
  @Singleton
  Verifier verifier() {
    return new Verifier();
  }

  @Produces
  @Singleton
  InboxVerifier verifier(Verifier verifier) {
    return new InboxVerifier(verifier);
  }

  /** Tells the units apart, whatever the names of pods and ports are. */
  @Produces
  @Singleton
  MeterFilter module(UnitSettings settings) {
    return MeterFilter.commonTags(List.of(Tag.of("module", settings.module())));
  }

  @Produces
  @Singleton
  Traces traces(UnitSettings settings) {
    return Traces.of(settings.trace(), settings.module());
  }

  void close(@Disposes Traces traces) {
    traces.close();
  }

  /** In the place of Quarkus' own, which knows no traces but those of its extension. */
  @Produces
  @Singleton
  @Alternative
  @Priority(1)
  Optional<ExemplarSampler> exemplars(Traces traces) {
    return Exemplars.of(traces);
  }

  @Produces
  @Singleton
  Rules rules(UnitSettings settings) {
    return settings.rules();
  }
}
