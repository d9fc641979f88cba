package mostao.gateway.boot;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import mostao.gateway.directory.Directory;
import mostao.gateway.inbox.Inbox;
import mostao.gateway.inbox.Prompt;
import mostao.gateway.intake.ItemReader;
import mostao.gateway.intake.Workers;
import mostao.gateway.limits.RateLimits;
import mostao.gateway.monitors.MonitorSettings;
import mostao.gateway.monitors.Monitoring;
import mostao.gateway.monitors.Monitors;

/** The beans that remember who monitors what. */
final class MonitorWiring {
  @Produces
  @Singleton
  Monitors monitors(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      MonitorSettings settings,
      MeterRegistry meters) {
    Monitors monitors = Monitors.of(kafka, settings);
    meters.gauge("mostao.monitors", monitors, Monitors::size);
    return monitors;
  }

  void close(@Disposes Monitors monitors) {
    monitors.close();
  }

  @Produces
  @Singleton
  Monitoring monitoring(
      ItemReader reader,
      Workers workers,
      RateLimits limits,
      Directory directory,
      Monitors monitors,
      @Prompt Inbox inbox) {
    return new Monitoring(reader, workers, limits::charge, directory, monitors, inbox);
  }
}
