package mostao.gateway.boot;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import mostao.ao.kafka.BootstrapServers;
import mostao.ao.start.KnownSettings;
import mostao.gateway.access.AccessSettings;
import mostao.gateway.access.ProofSettings;
import mostao.gateway.edge.limits.LimitSettings;
import mostao.gateway.edge.limits.TransferSettings;
import mostao.gateway.explorer.ExplorerSettings;
import mostao.gateway.graphql.GraphqlSettings;
import mostao.gateway.intake.BacklogSettings;
import mostao.gateway.intake.DiskSettings;
import mostao.gateway.intake.IntakeSettings;
import mostao.gateway.intake.SpawnSettings;
import mostao.gateway.result.ResultSettings;
import mostao.gateway.scheduler.AssignmentSettings;
import mostao.gateway.scheduler.SchedulerSettings;
import mostao.gateway.streams.StreamSettings;
import mostao.gateway.units.TlsSettings;
import mostao.gateway.units.UnitSettings;
import org.eclipse.microprofile.config.Config;

/** Refuses a setting that the gateway does not know, then waits for the broker's address. */
@Singleton
final class StartChecks {
  static KnownSettings settings() {
    return new KnownSettings()
        .in("mostao.access", AccessSettings.class)
        .in("mostao.assignments", AssignmentSettings.class)
        .in("mostao.authority", AuthoritySettings.class)
        .in("mostao.backlog", BacklogSettings.class)
        .in("mostao.disk", DiskSettings.class)
        .in("mostao.directory", DirectorySettings.class)
        .in("mostao.explorer", ExplorerSettings.class)
        .in("mostao.gateway", GatewaySettings.class)
        .in("mostao.graphql", GraphqlSettings.class)
        .in("mostao.http", TransferSettings.class)
        .in("mostao.intake", IntakeSettings.class)
        .in("mostao.limits", LimitSettings.class)
        .in("mostao.proof", ProofSettings.class)
        .in("mostao.result", ResultSettings.class)
        .in("mostao.scheduler", SchedulerSettings.class)
        .in("mostao.spawn", SpawnSettings.class)
        .in("mostao.stream", StreamSettings.class)
        .in("mostao.tls", TlsSettings.class)
        .in("mostao.trace", GatewayTraceSettings.class)
        .in("mostao.units", UnitSettings.class)
        .in("mostao.writer", GatewayWriterSettings.class)
        .renamed("mostao.assignments.longest", "mostao.assignments.wait")
        .and("mostao.cors.origins")
        .and("mostao.log.json")
        .and("mostao.public-url")
        .and("mostao.reads")
        .renamed("mostao.result.longest", "mostao.result.wait");
  }

  /** Before anything is made of settings, and before routes, whose beans have Kafka clients. */
  void start(
      @Observes @Priority(0) Filters first,
      Config config,
      @Identifier("default-kafka-broker") Map<String, Object> kafka) {
    settings().check(config.getPropertyNames(), System.getenv());
    BootstrapServers.awaitAddress(kafka);
  }
}
