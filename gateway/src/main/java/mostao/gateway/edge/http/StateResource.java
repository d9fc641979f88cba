package mostao.gateway.edge.http;

import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
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
import mostao.ao.assignment.BlockHeight;
import mostao.ao.unit.ProcessState;
import mostao.gateway.answer.ApiError;
import mostao.gateway.result.States;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /state/{process}} (AO contract, section 3.4): here the state is JSON, not memory. */
@Path("/state")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class StateResource {
  private final States states;

  StateResource(States states) {
    this.states = states;
  }

  @GET
  @Path("{process}")
  @Tag(name = "Results")
  @Operation(
      summary = "The state of a process",
      description = "As JSON, to the owners of the process, who send an access token.")
  @SecurityRequirement(name = "token")
  @SecurityRequirement(name = "")
  @APIResponse(
      responseCode = "200",
      description = "The state, and the nonce and time of the last message in it",
      content = @Content(schema = @Schema(ref = "State")))
  @APIResponse(responseCode = "403", ref = "Forbidden")
  @APIResponse(responseCode = "404", ref = "NotFound")
  @APIResponse(responseCode = "504", ref = "NotEvaluated")
  public CompletionStage<Response> state(
      @Parameter(example = "{registry}") @PathParam("process") String process,
      @Parameter(description = "Refused: older states are not kept") @QueryParam("to") String to,
      @Parameter(hidden = true) @HeaderParam("Authorization") Optional<String> authorization,
      @Context RoutingContext context) {
    if (to != null) {
      return CompletableFuture.completedFuture(
          Replies.refused(
              ApiError.invalidRequest(
                  "'to' is "
                      + ApiError.quote(to)
                      + ", but older states are not kept; leave it out and read the latest")));
    }
    return Replies.of(
        states.of(process, Edge.caller(authorization, context)), StateResource::shown);
  }

  private static Response shown(ProcessState state) {
    // As the unit writes it: this route has no format of its own, and the state is the module's.
    return Response.fromResponse(Replies.json(200, state.json().toString()))
        .header("Last-Timestamp", state.timestamp())
        .header("Last-Ordinate", state.nonce())
        .header("Last-Block-Height", BlockHeight.at(state.timestamp()))
        .build();
  }
}
