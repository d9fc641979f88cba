package mostao.messenger.boot;

import io.prometheus.client.exemplars.ExemplarSampler;
import io.quarkus.runtime.Quarkus;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import mostao.ao.ans104.Verifier;
import mostao.ao.kafka.directory.Directory;
import mostao.ao.kafka.publish.TopicWriter;
import mostao.ao.kafka.trace.Exemplars;
import mostao.ao.kafka.trace.Traces;
import mostao.messenger.authority.Authority;
import mostao.messenger.authority.AuthoritySettings;
import mostao.messenger.authority.FixedItems;
import mostao.messenger.authority.Signers;
import mostao.messenger.push.PushSigner;

/** The beans, made of settings and of each other. */
final class Wiring {
  /** Kafka client settings of the deployment: {@code kafka.*}. */
  private final Map<String, Object> kafka;

  Wiring(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
    this.kafka = kafka;
  }

  @Produces
  @Singleton
  Authority authority(AuthoritySettings settings) {
    return new Authority(Signers.of(settings), () -> Quarkus.asyncExit(1));
  }

  void close(@Disposes Authority authority) {
    authority.close();
  }

  @Produces
  @Singleton
  Directory directory(DirectorySettings settings, Authority authority) {
    Verifier verifier = new Verifier();
    return Directory.of(
        kafka,
        new Directory.Settings(
                "messenger-directory",
                settings.catchUpTimeout(),
                Optional.of(authority.address()),
                settings.processes())
            .in(Runtime.getRuntime().maxMemory()),
        verifier::read);
  }

  void close(@Disposes Directory directory) {
    directory.close();
  }

  @Produces
  @Singleton
  Traces traces(MessengerTraceSettings settings) {
    return Traces.of(settings, "messenger");
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
  TopicWriter writer(MessengerWriterSettings settings) {
    return TopicWriter.unbounded("messenger-push", kafka, settings);
  }

  void close(@Disposes TopicWriter writer) {
    writer.close();
  }

  @Produces
  @Singleton
  PushSigner signer(Authority authority, SchedulerAddress scheduler) {
    // When the first is needed, because the authority's signer may come later than we do.
    return new PushSigner(
        authority, () -> FixedItems.of(authority, scheduler.address()), scheduler.address());
  }
}
