package mostao.gateway.edge.http;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import mostao.gateway.access.Caller;
import mostao.gateway.scheduler.PageQuery;
import mostao.gateway.scheduler.Schedule;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The scheduler unit's paths (AO contract, sections 2.3 to 2.5). Ids have 43 characters and nothing
 * else here has, so that they stand beside the paths of the other units.
 */
abstract class SchedulerPaths {
  private static final String ID = "{id: [A-Za-z0-9_-]{43}}";

  private final Schedule schedule;

  SchedulerPaths(Schedule schedule) {
    this.schedule = schedule;
  }

  Schedule schedule() {
    return schedule;
  }

  /** A message of the process in the query; without one, a page of the process in the path. */
  @GET
  @Path(ID)
  @Tag(name = "Schedule")
  @Operation(
      summary = "The messages of a process in order, or one of them",
      description =
          "With the id of a process: a page of its messages in order. With the id of a message or"
              + " of its assignment, and the process in the query: that message.")
  @SecurityRequirement(name = "token")
  @SecurityRequirement(name = "")
  @APIResponse(
      responseCode = "200",
      description = "A page, or a message with its assignment",
      content = @Content(schema = @Schema(ref = "Schedule")))
  @APIResponse(responseCode = "403", ref = "Forbidden")
  @APIResponse(responseCode = "404", ref = "NotFound")
  @APIResponse(responseCode = "410", ref = "NotKept")
  @APIResponse(responseCode = "504", ref = "NotEvaluated")
  public CompletionStage<Response> read(
      @Parameter(description = "A process or a message", example = "{registry}") @PathParam("id")
          String id,
      @Parameter(description = "The process of the message") @QueryParam("process-id")
          String process,
      @Parameter(description = "After this time (Unix ms)") @QueryParam("from")
          Optional<String> from,
      @Parameter(description = "Up to this time (Unix ms)") @QueryParam("to") Optional<String> to,
      @Parameter(description = "From this nonce") @QueryParam("from-nonce")
          Optional<String> fromNonce,
      @Parameter(description = "Up to this nonce") @QueryParam("to-nonce") Optional<String> toNonce,
      @Parameter(description = "Rows, from 1", example = "5") @QueryParam("limit")
          Optional<String> limit,
      @Parameter(hidden = true) @HeaderParam("Authorization") Optional<String> authorization,
      @Context UriInfo uri,
      @Context RoutingContext context) {
    Caller caller = Edge.caller(authorization, context);
    if (process == null || process.equals(id)) {
      PageQuery query = new PageQuery(from, to, fromNonce, toNonce, limit);
      return Replies.ok(schedule.page(id, query, caller));
    }
    boolean showAnchor = uri.getQueryParameters().containsKey("show-anchor");
    return Replies.ok(schedule.one(process, id, showAnchor, caller));
  }

  @GET
  @Path(ID + "/latest")
  @Tag(name = "Schedule")
  @Operation(summary = "The newest message of a process")
  @SecurityRequirement(name = "token")
  @SecurityRequirement(name = "")
  @APIResponse(
      responseCode = "200",
      description = "The message and its assignment",
      content = @Content(schema = @Schema(ref = "Schedule")))
  @APIResponse(responseCode = "403", ref = "Forbidden")
  @APIResponse(responseCode = "404", ref = "NotFound")
  @APIResponse(responseCode = "410", ref = "NotKept")
  @APIResponse(responseCode = "504", ref = "NotEvaluated")
  public CompletionStage<Response> latest(
      @Parameter(example = "{registry}") @PathParam("id") String process,
      @Parameter(hidden = true) @HeaderParam("Authorization") Optional<String> authorization,
      @Context RoutingContext context) {
    return Replies.ok(schedule.latest(process, Edge.caller(authorization, context)));
  }

  @GET
  @Path("processes/{process}")
  @Tag(name = "Schedule")
  @Operation(
      summary = "The process item",
      description =
          "Whole, so that its signature can be verified. A session's only for its two parties, who"
              + " send an access token.")
  @SecurityRequirement(name = "token")
  @SecurityRequirement(name = "")
  @APIResponse(
      responseCode = "200",
      description = "The signed item of the process, and when it was scheduled",
      content = @Content(schema = @Schema(ref = "Schedule")))
  @APIResponse(responseCode = "404", ref = "NotFound")
  @APIResponse(responseCode = "504", ref = "NotEvaluated")
  public CompletionStage<Response> process(
      @Parameter(example = "{registry}") @PathParam("process") String process,
      @Parameter(hidden = true) @HeaderParam("Authorization") Optional<String> authorization,
      @Context RoutingContext context) {
    return Replies.ok(schedule.process(process, Edge.caller(authorization, context)));
  }

  @GET
  @Path("timestamp")
  @Tag(name = "Schedule")
  @Operation(summary = "The scheduler's time")
  @APIResponse(
      responseCode = "200",
      description = "Unix milliseconds, and a block height derived from them",
      content = @Content(schema = @Schema(ref = "Time")))
  public Response timestamp() {
    return Replies.json(200, schedule.time().toString());
  }
}
