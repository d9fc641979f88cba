package mostao.gateway.boot;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import mostao.gateway.assignments.Assigning;
import mostao.gateway.assignments.AssignmentSettings;
import mostao.gateway.assignments.Chains;
import mostao.gateway.assignments.Schedule;
import mostao.gateway.assignments.UnitLog;
import mostao.gateway.authority.Deployment;
import mostao.gateway.backlog.Backlog;
import mostao.gateway.directory.Directory;
import mostao.gateway.inbox.Inbox;
import mostao.gateway.inbox.Prompt;
import mostao.gateway.reads.ReadGuard;
import mostao.gateway.result.Results;
import mostao.gateway.units.Units;

/** The beans of the scheduler's reads. */
final class AssignmentWiring {
  @Produces
  @Singleton
  UnitLog unitLog(Units units) {
    return new UnitLog(units);
  }

  @Produces
  @Singleton
  Chains chains(
      UnitLog log, Deployment deployment, AssignmentSettings settings, MeterRegistry meters) {
    return Chains.of(log, deployment.authority(), settings, meters);
  }

  void close(@Disposes Chains chains) {
    chains.close();
  }

  @Produces
  @Singleton
  Schedule schedule(
      Directory directory,
      UnitLog log,
      Chains chains,
      Results results,
      ReadGuard guard,
      Deployment deployment) {
    return new Schedule(
        directory, log, chains, results, guard, deployment.authority(), Clock.systemUTC());
  }

  @Produces
  @Singleton
  Assigning assigning(
      Directory directory,
      UnitLog log,
      Chains chains,
      Schedule schedule,
      ReadGuard guard,
      @Prompt Inbox inbox,
      Backlog backlog) {
    return new Assigning(directory, log, chains, schedule, guard, inbox, backlog);
  }
}
