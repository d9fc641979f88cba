package mostao.gateway.boot;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.client.exemplars.ExemplarSampler;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import mostao.ao.ans104.Verifier;
import mostao.ao.kafka.ClientSettings;
import mostao.ao.kafka.directory.Directory;
import mostao.ao.kafka.directory.Listings;
import mostao.ao.kafka.directory.TopicListings;
import mostao.ao.kafka.disk.BrokerDisks;
import mostao.ao.kafka.lag.ConsumerLag;
import mostao.ao.kafka.publish.TopicWriter;
import mostao.ao.kafka.tail.BrokerEndOffsets;
import mostao.ao.kafka.tail.EndOffsets;
import mostao.ao.kafka.tail.Tail;
import mostao.ao.kafka.trace.Exemplars;
import mostao.ao.kafka.trace.Sampling;
import mostao.ao.kafka.trace.Traces;
import mostao.ao.secret.TlsFolder;
import mostao.ao.wire.Topics;
import mostao.gateway.access.Freshness;
import mostao.gateway.access.ReadGuard;
import mostao.gateway.access.Tokens;
import mostao.gateway.edge.limits.LimitSettings;
import mostao.gateway.edge.limits.RateLimits;
import mostao.gateway.intake.Backlog;
import mostao.gateway.intake.BacklogSettings;
import mostao.gateway.intake.DiskGuard;
import mostao.gateway.intake.DiskSettings;
import mostao.gateway.intake.Intake;
import mostao.gateway.intake.IntakeSettings;
import mostao.gateway.intake.ItemReader;
import mostao.gateway.intake.Monitor;
import mostao.gateway.intake.Screening;
import mostao.gateway.intake.SpawnSettings;
import mostao.gateway.intake.Tracing;
import mostao.gateway.intake.VerifierPool;
import mostao.gateway.result.Aliases;
import mostao.gateway.result.DryRuns;
import mostao.gateway.result.Pages;
import mostao.gateway.result.ResultSettings;
import mostao.gateway.result.Results;
import mostao.gateway.scheduler.SchedulerKey;
import mostao.gateway.streams.ProcessLog;
import mostao.gateway.units.Processes;
import mostao.gateway.units.TlsSettings;
import mostao.gateway.units.UnitSettings;
import mostao.gateway.units.Units;
import org.apache.kafka.clients.admin.Admin;

/** The beans, made of settings and of each other. */
final class Wiring {
  /** Questions have shorter times of their own. */
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

  /** Kafka client settings of the deployment: {@code kafka.*}. */
  private final Map<String, Object> kafka;

  Wiring(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
    this.kafka = kafka;
  }

  @Produces
  @Singleton
  Verifier verifier() {
    return new Verifier();
  }

  /** The one consumer of all that every gateway must see. */
  @Produces
  @Singleton
  Tail tail() {
    return new Tail("gateway-tail", kafka, Tail.Pace.LIVE);
  }

  void close(@Disposes Tail tail) {
    tail.close();
  }

  /** For all questions to the broker. */
  @Produces
  @Singleton
  Admin admin() {
    return Admin.create(ClientSettings.admin("gateway-questions", kafka, LONGEST_ANSWER));
  }

  void close(@Disposes Admin admin) {
    admin.close(Duration.ofSeconds(2));
  }

  @Produces
  @Singleton
  Directory directory(
      Tail tail,
      Admin admin,
      DirectorySettings settings,
      AuthoritySettings authority,
      Verifier verifier) {
    EndOffsets ends =
        new BrokerEndOffsets(admin, Topics.definition(Topics.PROCESSES), settings.catchUpTimeout());
    return Directory.on(
        tail,
        ends,
        new Directory.Settings(
                "gateway-directory",
                settings.catchUpTimeout(),
                authority.address(),
                settings.processes())
            .in(Runtime.getRuntime().maxMemory()),
        verifier::read);
  }

  void close(@Disposes Directory directory) {
    directory.close();
  }

  @Produces
  @Singleton
  Listings listings(Directory directory, DirectorySettings settings) {
    return new TopicListings(
        directory, kafka, "gateway-listings", settings.catchUpTimeout(), settings.cached());
  }

  void close(@Disposes Listings listings) {
    listings.close();
  }

  @Produces
  @Singleton
  Processes processes(Directory directory, Listings listings) {
    return new Processes(directory, listings);
  }

  @Produces
  @Singleton
  TopicWriter writer(GatewayWriterSettings settings) {
    return TopicWriter.bounded("gateway-intake", kafka, settings, settings.gather());
  }

  void close(@Disposes TopicWriter writer) {
    writer.close();
  }

  @Produces
  @Singleton
  VerifierPool workers(IntakeSettings settings) {
    int threads = settings.workers().orElse(Runtime.getRuntime().availableProcessors());
    return new VerifierPool("gateway-worker", Math.max(2, threads), settings.queue());
  }

  void close(@Disposes VerifierPool workers) {
    workers.close();
  }

  @Produces
  @Singleton
  ItemReader reader(Verifier verifier, IntakeSettings settings, MeterRegistry meters) {
    return new ItemReader(verifier, settings.itemBytes(), meters);
  }

  @Produces
  @Singleton
  Screening screening(Processes processes, SchedulerKey key, SpawnSettings settings) {
    return new Screening(processes, key::known, settings.modules().orElse(Set.of()));
  }

  @Produces
  @Singleton
  Backlog backlog(Admin admin, BacklogSettings settings, MeterRegistry meters) {
    return Backlog.watching(timeout -> new ConsumerLag(admin, timeout), settings, meters);
  }

  void close(@Disposes Backlog backlog) {
    backlog.close();
  }

  @Produces
  @Singleton
  DiskGuard disk(Admin admin, DiskSettings settings, MeterRegistry meters) {
    return DiskGuard.watching(timeout -> new BrokerDisks(admin, timeout), settings, meters);
  }

  /** From the start, so that its metric is there before the first item is. */
  void start(@Observes StartupEvent event, DiskGuard disk) {}

  void close(@Disposes DiskGuard disk) {
    disk.close();
  }

  @Produces
  @Singleton
  Traces traces(GatewayTraceSettings settings) {
    return Traces.of(settings, "gateway");
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
  Tracing tracing(Traces traces, GatewayTraceSettings settings) {
    return new Tracing(
        traces,
        new Sampling(
            settings.ratio(),
            settings.perSecond(),
            () -> ThreadLocalRandom.current().nextDouble(),
            System::nanoTime));
  }

  @Produces
  @Singleton
  Intake intake(
      IntakeSettings settings,
      ItemReader reader,
      Screening screening,
      Processes processes,
      TopicWriter writer,
      VerifierPool workers,
      RateLimits limits,
      Backlog backlog,
      DiskGuard disk,
      MeterRegistry meters,
      Tracing tracing) {
    return new Intake(
        settings, reader, screening, processes, writer, workers, limits, backlog, disk, meters,
        tracing);
  }

  @Produces
  @Singleton
  Units units(Vertx vertx, UnitSettings settings, TlsSettings tls, MeterRegistry meters) {
    Optional<TlsFolder> own = TlsFolder.of(tls.folder());
    Gauge.builder("mostao.tls.expires", () -> own.map(TlsFolder::secondsLeft).orElse(Double.NaN))
        .description("Time until the certificate of this program ends")
        .baseUnit("seconds")
        .register(meters);
    return new Units(vertx, settings, own);
  }

  void close(@Disposes Units units) {
    units.close();
  }

  @Produces
  @Singleton
  Results results(
      Tail tail,
      ResultSettings settings,
      LimitSettings limits,
      ReadGuard guard,
      Processes processes,
      Units units,
      Aliases aliases,
      Intake intake,
      ProcessLog streamed,
      MeterRegistry meters) {
    return new Results(
        tail,
        settings,
        limits.address().waiting(),
        guard,
        processes,
        units,
        aliases,
        id -> intake.hasTaken(id, settings.recheck()),
        streamed::wake,
        streamed::isWatched,
        meters);
  }

  void close(@Disposes Results results) {
    results.close();
  }

  @Produces
  @Singleton
  Pages pages(Processes processes, Units units, ReadGuard guard) {
    return new Pages(processes, units, guard);
  }

  @Produces
  @Singleton
  DryRuns dryRuns(
      Processes processes,
      Units units,
      Results results,
      ItemReader reader,
      VerifierPool workers,
      RateLimits limits,
      Tokens tokens,
      Freshness freshness) {
    return new DryRuns(processes, units, results, reader, workers, limits, tokens, freshness);
  }

  @Produces
  @Singleton
  Monitor monitor(ItemReader reader, VerifierPool workers, RateLimits limits, Processes processes) {
    return new Monitor(reader, workers, limits::charge, processes);
  }
}
