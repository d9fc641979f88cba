package mostao.gateway.boot;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import mostao.ao.kafka.tail.Tail;
import mostao.ao.wire.Topics;
import mostao.gateway.access.ReadGuard;
import mostao.gateway.explorer.Assets;
import mostao.gateway.explorer.ExplorerSettings;
import mostao.gateway.explorer.Flow;
import mostao.gateway.explorer.Recent;
import mostao.gateway.units.Processes;
import org.apache.kafka.clients.admin.Admin;

/** The beans of the web page; made when the page is served, and not otherwise. */
final class ExplorerWiring {
  @Produces
  @Singleton
  Assets assets() {
    return new Assets();
  }

  @Produces
  @Singleton
  Flow flow(Admin admin) {
    return new Flow(admin, Clock.systemUTC());
  }

  @Produces
  @Singleton
  Recent recent(Tail tail, ExplorerSettings settings, ReadGuard guard, Processes processes) {
    Recent recent = new Recent(settings, guard, processes::find);
    tail.read(Topics.MODULES.stream().map(Topics::outbox).toList(), Tail.Start.END, recent);
    return recent;
  }
}
