package mostao.gateway.boot;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import mostao.gateway.limits.LimitSettings;
import mostao.gateway.limits.RateLimits;

/** The beans that bound what one client may do. */
final class LimitWiring {
  @Produces
  @Singleton
  RateLimits rates(LimitSettings settings, MeterRegistry meters) {
    return new RateLimits(settings, meters);
  }
}
