package mostao.gateway.edge.http;

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
import mostao.gateway.access.Caller;
import mostao.gateway.answer.ApiError;
import mostao.gateway.result.DryRuns;
import mostao.gateway.result.Pages;
import mostao.gateway.result.Results;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The reads: one Result, the Results of a process, a dry-run. */
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
  @Tag(name = "Results")
  @Operation(
      summary = "The Result of a message",
      description =
          "Waits until the message is evaluated. For an hour (mostao.result.capability) a message"
              + " id is a capability: a client that knows it may read its Result. Later the sender"
              + " or the process's owner sends an access token.")
  @SecurityRequirement(name = "token")
  @SecurityRequirement(name = "")
  @APIResponse(
      responseCode = "200",
      description = "The Result",
      content = @Content(schema = @Schema(ref = "Result")))
  @APIResponse(responseCode = "404", ref = "NotFound")
  @APIResponse(responseCode = "410", ref = "NotKept")
  @APIResponse(responseCode = "504", ref = "NotEvaluated")
  public CompletionStage<Response> result(
      @Parameter(
              description =
                  "Id of the message; the id of a process gives the Result of its creation",
              example = "{registry}")
          @PathParam("id")
          String id,
      @Parameter(
              description = "The process that evaluates the message",
              required = true,
              example = "{registry}")
          @QueryParam("process-id")
          String process,
      @Parameter(hidden = true) @HeaderParam("Authorization") Optional<String> authorization,
      @Context RoutingContext context) {
    return process == null
        ? noProcess()
        : Replies.ok(results.await(process, id, Edge.caller(authorization, context)));
  }

  @GET
  @Path("results/{process}")
  @Tag(name = "Results")
  @Operation(
      summary = "The Results of a process",
      description =
          "Page by page, to the owner of the process or the two parties of a session, who send an"
              + " access token.")
  @SecurityRequirement(name = "token")
  @SecurityRequirement(name = "")
  @APIResponse(
      responseCode = "200",
      description = "A page",
      content = @Content(schema = @Schema(ref = "Results")))
  @APIResponse(responseCode = "403", ref = "Forbidden")
  @APIResponse(responseCode = "404", ref = "NotFound")
  public CompletionStage<Response> list(
      @Parameter(example = "{registry}") @PathParam("process") String process,
      @Parameter(description = "After this cursor or time (Unix ms)") @QueryParam("from")
          Optional<String> from,
      @Parameter(description = "Up to this cursor or time (Unix ms)") @QueryParam("to")
          Optional<String> to,
      @Parameter(description = "ASC or DESC", example = "DESC") @QueryParam("sort")
          Optional<String> sort,
      @Parameter(description = "Rows, from 1", example = "5") @QueryParam("limit")
          Optional<String> limit,
      @Parameter(hidden = true) @HeaderParam("Authorization") Optional<String> authorization,
      @Context RoutingContext context) {
    return Replies.ok(
        pages.list(
            process,
            new Pages.PageRequest(from, to, sort, limit),
            Edge.caller(authorization, context)));
  }

  @POST
  @Path("dry-run")
  @Tag(name = "Results")
  @Operation(
      summary = "Evaluate a message and throw its changes away",
      description =
          "Send JSON to ask anonymously, or a signed item with a Timestamp tag to prove the"
              + " signer.")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(ref = "DryRun"),
            example =
                "{\"Id\":\"1234\",\"Target\":\"{registry}\",\"Owner\":\"1234\",\"Anchor\":\"0\","
                    + "\"Data\":\"1234\",\"Tags\":[{\"name\":\"Action\",\"value\":\"Info\"}]}"),
        @Content(
            mediaType = MediaType.APPLICATION_OCTET_STREAM,
            schema = @Schema(type = SchemaType.STRING, format = "binary"))
      })
  @APIResponse(
      responseCode = "200",
      description = "The Result the message would have",
      content = @Content(schema = @Schema(ref = "Result")))
  @APIResponse(responseCode = "403", ref = "Forbidden")
  @APIResponse(responseCode = "404", ref = "NotFound")
  @Consumes(MediaType.WILDCARD)
  public CompletionStage<Response> dryRun(
      @HeaderParam("Content-Type") String type,
      @Parameter(description = "The process that is asked", required = true, example = "{registry}")
          @QueryParam("process-id")
          String process,
      @HeaderParam("Authorization") Optional<String> authorization,
      @Context RoutingContext context) {
    if (process == null) {
      return noProcess();
    }
    byte[] bytes = Edge.body(context);
    Caller caller = Edge.caller(authorization, context);
    return Replies.written(
        type != null && ItemResource.isOctets(type)
            ? dryRuns.proven(process, bytes, caller)
            : dryRuns.unsigned(process, bytes, caller));
  }

  private static CompletionStage<Response> noProcess() {
    return CompletableFuture.completedFuture(
        Replies.refused(
            ApiError.invalidRequest(
                "the query has no 'process-id'; set it to the id of the process")));
  }
}
