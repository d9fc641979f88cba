package mostao.gateway.http;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import mostao.gateway.assignments.Schedule;

/** The same under a prefix, where a Scheduler-Location says that the scheduler is. */
@Path("/su")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class SuResource extends SchedulerPaths {
  SuResource(Schedule schedule) {
    super(schedule);
  }

  @GET
  public Response about() {
    return Replies.json(200, schedule().about().toString());
  }

  @GET
  @Path("health")
  public Response health() {
    return Response.ok().build();
  }
}
