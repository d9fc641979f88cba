package mostao.gateway.http;

import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import mostao.gateway.answer.Refused;
import mostao.gateway.reads.DryRuns;
import mostao.gateway.reads.Pages;
import mostao.gateway.result.Results;

/** What can be read: one Result, the Results of a process, a dry-run. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class ReadResource {
  private final Results results;
  private final Pages pages;
  private final DryRuns dryRuns;

  ReadResource(Results results, Pages pages, DryRuns dryRuns) {
    this.results = results;
    this.pages = pages;
    this.dryRuns = dryRuns;
  }

  @GET
  @Path("result/{id}")
  public CompletionStage<Response> result(
      @PathParam("id") String id,
      @QueryParam("process-id") String process,
      @Context RoutingContext context) {
    return process == null
        ? noProcess()
        : Replies.ok(results.await(process, id, Edge.client(context), Edge.gone(context)));
  }

  @GET
  @Path("results/{process}")
  public CompletionStage<Response> list(
      @PathParam("process") String process,
      @QueryParam("from") Optional<String> from,
      @QueryParam("to") Optional<String> to,
      @QueryParam("sort") Optional<String> sort,
      @QueryParam("limit") Optional<String> limit,
      @HeaderParam("Authorization") Optional<String> authorization) {
    return Replies.ok(pages.list(process, new Pages.Asked(from, to, sort, limit), authorization));
  }

  @POST
  @Path("dry-run")
  @Consumes(MediaType.WILDCARD)
  public CompletionStage<Response> dryRun(
      @HeaderParam("Content-Type") String type,
      @QueryParam("process-id") String process,
      @HeaderParam("Authorization") Optional<String> authorization,
      @Context RoutingContext context) {
    if (process == null) {
      return noProcess();
    }
    byte[] bytes = Edge.body(context);
    return Replies.ok(
        type != null && ItemResource.isOctets(type)
            ? dryRuns.proven(process, bytes)
            : dryRuns.unsigned(process, bytes, authorization));
  }

  private static CompletionStage<Response> noProcess() {
    return CompletableFuture.completedFuture(
        Replies.refused(
            Refused.invalidRequest("the query has no 'process-id'; the id of a process is due")));
  }
}
