package mostao.gateway.boot;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import mostao.ao.ans104.Verifier;
import mostao.gateway.access.Freshness;
import mostao.gateway.access.Tokens;
import mostao.gateway.authority.AuthoritySettings;
import mostao.gateway.authority.Deployment;
import mostao.gateway.authority.KeyFile;
import mostao.gateway.backlog.Backlog;
import mostao.gateway.backlog.BacklogSettings;
import mostao.gateway.directory.Directory;
import mostao.gateway.directory.DirectorySettings;
import mostao.gateway.directory.Wallets;
import mostao.gateway.inbox.Inbox;
import mostao.gateway.inbox.InboxSettings;
import mostao.gateway.inbox.Patient;
import mostao.gateway.inbox.Prompt;
import mostao.gateway.intake.Intake;
import mostao.gateway.intake.IntakeSettings;
import mostao.gateway.intake.ItemReader;
import mostao.gateway.intake.Screening;
import mostao.gateway.intake.SpawnSettings;
import mostao.gateway.intake.Workers;
import mostao.gateway.limits.LimitSettings;
import mostao.gateway.limits.Places;
import mostao.gateway.limits.RateLimits;
import mostao.gateway.reads.DryRuns;
import mostao.gateway.reads.Pages;
import mostao.gateway.reads.ReadGuard;
import mostao.gateway.result.Aliases;
import mostao.gateway.result.ResultSettings;
import mostao.gateway.result.Results;
import mostao.gateway.streams.ProcessLog;
import mostao.gateway.units.UnitSettings;
import mostao.gateway.units.Units;

/** The beans, made of settings and of each other. */
final class Wiring {
  /** Kafka client settings of the deployment: {@code kafka.*}. */
  private final Map<String, Object> kafka;

  Wiring(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
    this.kafka = kafka;
  }

  @Produces
  @Singleton
  Deployment deployment(AuthoritySettings settings) {
    return new Deployment(new KeyFile(Path.of(settings.keyFile())).open());
  }

  @Produces
  @Singleton
  Verifier verifier() {
    return new Verifier();
  }

  @Produces
  @Singleton
  Wallets wallets(DirectorySettings settings) {
    return new Wallets(settings.knownWallets());
  }

  @Produces
  @Singleton
  Directory directory(DirectorySettings settings) {
    return Directory.of(kafka, settings);
  }

  void close(@Disposes Directory directory) {
    directory.close();
  }

  @Produces
  @Singleton
  @Prompt
  Inbox prompt(InboxSettings settings) {
    return Inbox.prompt(kafka, settings);
  }

  void closePrompt(@Disposes @Prompt Inbox inbox) {
    inbox.close();
  }

  @Produces
  @Singleton
  @Patient
  Inbox patient(InboxSettings settings) {
    return Inbox.patient(kafka, settings);
  }

  void closePatient(@Disposes @Patient Inbox inbox) {
    inbox.close();
  }

  @Produces
  @Singleton
  Workers workers(IntakeSettings settings) {
    int threads = settings.workers().orElse(Runtime.getRuntime().availableProcessors());
    return new Workers("gateway-worker", Math.max(2, threads), settings.queue());
  }

  void close(@Disposes Workers workers) {
    workers.close();
  }

  @Produces
  @Singleton
  ItemReader reader(Verifier verifier, IntakeSettings settings, Wallets wallets) {
    return new ItemReader(verifier, settings.itemBytes(), wallets);
  }

  @Produces
  @Singleton
  Screening screening(Deployment deployment, SpawnSettings settings) {
    return new Screening(deployment, settings.modules().orElse(Set.of()));
  }

  @Produces
  @Singleton
  Backlog backlog(BacklogSettings settings, MeterRegistry meters) {
    return Backlog.watching(kafka, settings, meters);
  }

  void close(@Disposes Backlog backlog) {
    backlog.close();
  }

  @Produces
  @Singleton
  Intake intake(
      IntakeSettings settings,
      ItemReader reader,
      Screening screening,
      Directory directory,
      @Prompt Inbox inbox,
      Workers workers,
      RateLimits limits,
      Backlog backlog,
      MeterRegistry meters) {
    return new Intake(
        settings, reader, screening, directory, inbox, workers, limits, backlog, meters);
  }

  @Produces
  @Singleton
  Units units(Vertx vertx, UnitSettings settings) {
    return new Units(vertx, settings);
  }

  void close(@Disposes Units units) {
    units.close();
  }

  @Produces
  @Singleton
  Results results(
      ResultSettings settings,
      LimitSettings limits,
      Directory directory,
      Units units,
      Aliases aliases,
      ProcessLog streamed,
      MeterRegistry meters) {
    Places waiting = new Places(limits.address().waiting());
    return new Results(kafka, settings, waiting, directory, units, aliases, streamed::wake, meters);
  }

  void close(@Disposes Results results) {
    results.close();
  }

  @Produces
  @Singleton
  Pages pages(Directory directory, Units units, ReadGuard guard) {
    return new Pages(directory, units, guard);
  }

  @Produces
  @Singleton
  DryRuns dryRuns(
      Directory directory,
      Units units,
      Results results,
      ItemReader reader,
      Workers workers,
      RateLimits limits,
      Tokens tokens,
      Freshness freshness) {
    return new DryRuns(directory, units, results, reader, workers, limits, tokens, freshness);
  }
}
