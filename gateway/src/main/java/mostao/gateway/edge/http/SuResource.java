package mostao.gateway.edge.http;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import mostao.gateway.scheduler.Schedule;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The same under a prefix, where a Scheduler-Location says that the scheduler is. */
@Path("/su")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class SuResource extends SchedulerPaths {
  SuResource(Schedule schedule) {
    super(schedule);
  }

  @GET
  @Tag(name = "Schedule")
  @Operation(summary = "The scheduler's address and time")
  @APIResponse(
      responseCode = "200",
      description = "Address and time",
      content = @Content(schema = @Schema(ref = "About")))
  public Response about() {
    return Replies.json(200, schedule().about().toString());
  }

  @GET
  @Path("health")
  @Tag(name = "Schedule")
  @Operation(summary = "Whether the scheduler is up")
  @APIResponse(responseCode = "200", description = "It is up")
  public Response health() {
    return Response.ok().build();
  }
}
