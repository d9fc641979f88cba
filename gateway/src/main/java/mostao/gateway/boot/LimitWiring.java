package mostao.gateway.boot;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import mostao.gateway.connections.Gatekeeper;
import mostao.gateway.limits.LimitSettings;
import mostao.gateway.limits.RateLimits;
import mostao.gateway.limits.TransferSettings;

/** The beans that bound what one client may do. */
final class LimitWiring {
  @Produces
  @Singleton
  RateLimits rates(LimitSettings settings, MeterRegistry meters) {
    return new RateLimits(settings, meters);
  }

  @Produces
  @Singleton
  Gatekeeper gatekeeper(LimitSettings limits, TransferSettings transfers, MeterRegistry meters) {
    return new Gatekeeper(limits, transfers, meters);
  }

  /** Connections that come in the first moment are not watched; the next ones are. */
  void listening(@ObservesAsync HttpServerStart started, Gatekeeper gatekeeper, Vertx vertx) {
    gatekeeper.guard(vertx);
  }
}
