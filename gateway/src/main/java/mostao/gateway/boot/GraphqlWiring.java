package mostao.gateway.boot;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Set;
import mostao.gateway.access.ReadGuard;
import mostao.gateway.edge.limits.RateLimits;
import mostao.gateway.graphql.Graphql;
import mostao.gateway.graphql.GraphqlSettings;
import mostao.gateway.graphql.SchedulerLocation;
import mostao.gateway.result.Results;
import mostao.gateway.scheduler.SchedulerKey;
import mostao.gateway.units.Processes;
import mostao.gateway.units.Units;
import org.eclipse.microprofile.config.Config;

/** The beans that answer GraphQL. */
final class GraphqlWiring {
  /** A wildcard listen address can't be connected to. */
  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");

  @Produces
  @Singleton
  SchedulerLocation location(
      SchedulerKey key, GatewaySettings settings, PublicUrl publicUrl, Config config) {
    // The port is known only once the gateway listens.
    return new SchedulerLocation(
        key,
        () -> publicUrl.url().map(URI::toString).orElseGet(() -> listening(config)),
        settings.schedulerTimeToLive());
  }

  private static String listening(Config config) {
    String host = config.getValue("quarkus.http.host", String.class);
    int port = config.getValue("quarkus.http.port", Integer.class);
    return "http://" + (EVERYWHERE.contains(host) ? "localhost" : host) + ":" + port;
  }

  @Produces
  @Singleton
  Graphql graphql(
      GraphqlSettings settings,
      SchedulerLocation location,
      Processes processes,
      Units units,
      Results results,
      ReadGuard guard,
      RateLimits rates) {
    return Graphql.of(settings, location, processes, units, results, guard, rates);
  }

  void close(@Disposes Graphql graphql) {
    graphql.close();
  }
}
