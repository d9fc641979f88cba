package mostao.gateway.http;

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
import mostao.gateway.assignments.Asker;
import mostao.gateway.assignments.PageQuery;
import mostao.gateway.assignments.Schedule;

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
  public CompletionStage<Response> read(
      @PathParam("id") String id,
      @QueryParam("process-id") String process,
      @QueryParam("from") Optional<String> from,
      @QueryParam("to") Optional<String> to,
      @QueryParam("from-nonce") Optional<String> fromNonce,
      @QueryParam("to-nonce") Optional<String> toNonce,
      @QueryParam("limit") Optional<String> limit,
      @HeaderParam("Authorization") Optional<String> authorization,
      @Context UriInfo uri,
      @Context RoutingContext context) {
    Asker asker = asker(authorization, context);
    if (process == null || process.equals(id)) {
      PageQuery asked = new PageQuery(from, to, fromNonce, toNonce, limit);
      return Replies.ok(schedule.page(id, asked, asker));
    }
    boolean showAnchor = uri.getQueryParameters().containsKey("show-anchor");
    return Replies.ok(schedule.one(process, id, showAnchor, asker));
  }

  @GET
  @Path(ID + "/latest")
  public CompletionStage<Response> latest(
      @PathParam("id") String process,
      @HeaderParam("Authorization") Optional<String> authorization,
      @Context RoutingContext context) {
    return Replies.ok(schedule.latest(process, asker(authorization, context)));
  }

  @GET
  @Path("processes/{process}")
  public CompletionStage<Response> process(
      @PathParam("process") String process, @Context RoutingContext context) {
    return Replies.ok(schedule.process(process, asker(Optional.empty(), context)));
  }

  static Asker asker(Optional<String> authorization, RoutingContext context) {
    return new Asker(authorization, Edge.client(context), Edge.gone(context));
  }

  @GET
  @Path("timestamp")
  public Response timestamp() {
    return Replies.json(200, schedule.time().toString());
  }
}
