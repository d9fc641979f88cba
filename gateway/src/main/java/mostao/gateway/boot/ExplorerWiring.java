package mostao.gateway.boot;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import mostao.ao.kafka.tail.Tail;
import mostao.ao.wire.Topics;
import mostao.gateway.access.ReadGuard;
import mostao.gateway.explorer.Assets;
import mostao.gateway.explorer.ExplorerSettings;
import mostao.gateway.explorer.Flow;
import mostao.gateway.explorer.Recent;
import mostao.gateway.units.Processes;

/** The beans of the web page; made when the page is served, and not otherwise. */
final class ExplorerWiring {
  @Produces
  @Singleton
  Assets assets() {
    return new Assets();
  }

  @Produces
  @Singleton
  Flow flow(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
    return new Flow(kafka, Clock.systemUTC());
  }

  void close(@Disposes Flow flow) {
    flow.close();
  }

  @Produces
  @Singleton
  Recent recent(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      ExplorerSettings settings,
      ReadGuard guard,
      Processes processes) {
    return Recent.reading(
        settings,
        guard,
        processes::find,
        listener ->
            new Tail(
                "gateway-explorer",
                kafka,
                Topics.MODULES.stream().map(Topics::outbox).toList(),
                Tail.Start.END,
                listener));
  }

  void close(@Disposes Recent recent) {
    recent.close();
  }
}
