package mostao.gateway.boot;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import mostao.ao.kafka.publish.TopicWriter;
import mostao.ao.secret.Ed25519KeyFile;
import mostao.gateway.access.ReadGuard;
import mostao.gateway.intake.Backlog;
import mostao.gateway.result.Results;
import mostao.gateway.scheduler.Assigning;
import mostao.gateway.scheduler.AssignmentSettings;
import mostao.gateway.scheduler.Chains;
import mostao.gateway.scheduler.Schedule;
import mostao.gateway.scheduler.SchedulerKey;
import mostao.gateway.scheduler.SchedulerSettings;
import mostao.gateway.scheduler.UnitLog;
import mostao.gateway.units.Processes;
import mostao.gateway.units.Units;

/** The beans of the scheduler's reads. */
final class SchedulerWiring {
  @Produces
  @Singleton
  SchedulerKey key(SchedulerSettings settings) {
    Path file = Path.of(settings.keyFile());
    return new SchedulerKey(
        new Ed25519KeyFile("the scheduler's key file (mostao.scheduler.key-file)", file).open(),
        settings.earlier().orElse(Set.of()));
  }

  @Produces
  @Singleton
  UnitLog unitLog(Units units) {
    return new UnitLog(units);
  }

  @Produces
  @Singleton
  Chains chains(UnitLog log, SchedulerKey key, AssignmentSettings settings, MeterRegistry meters) {
    return Chains.of(log, key, settings, meters);
  }

  void close(@Disposes Chains chains) {
    chains.close();
  }

  @Produces
  @Singleton
  Schedule schedule(
      Processes processes,
      UnitLog log,
      Chains chains,
      Results results,
      ReadGuard guard,
      SchedulerKey key) {
    return new Schedule(processes, log, chains, results, guard, key, Clock.systemUTC());
  }

  @Produces
  @Singleton
  Assigning assigning(
      Processes processes,
      UnitLog log,
      Chains chains,
      Schedule schedule,
      ReadGuard guard,
      TopicWriter writer,
      Backlog backlog) {
    return new Assigning(processes, log, chains, schedule, guard, writer, backlog);
  }
}
