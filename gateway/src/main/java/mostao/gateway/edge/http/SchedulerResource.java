package mostao.gateway.edge.http;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import mostao.gateway.scheduler.Schedule;

/** The scheduler unit's reads, for clients that know one address for all units. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class SchedulerResource extends SchedulerPaths {
  SchedulerResource(Schedule schedule) {
    super(schedule);
  }
}
