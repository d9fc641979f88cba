package mostao.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import mostao.ao.assignment.BlockHeight;
import mostao.gateway.answer.Refused;
import mostao.gateway.reads.States;

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
  public CompletionStage<Response> state(
      @PathParam("process") String process,
      @QueryParam("to") String to,
      @HeaderParam("Authorization") Optional<String> authorization) {
    if (to != null) {
      return CompletableFuture.completedFuture(
          Replies.refused(
              Refused.invalidRequest(
                  "'to' is "
                      + Refused.quote(to)
                      + ", but older states are not kept; leave it out and read the latest")));
    }
    return states
        .of(process, authorization)
        .handle(
            (answer, failure) ->
                failure == null
                    ? answer.fold(StateResource::shown, Replies::refused)
                    : Replies.refused(Replies.told(failure)));
  }

  private static Response shown(JsonNode state) {
    long timestamp = state.path("timestamp").asLong();
    return Response.fromResponse(Replies.json(200, state.toString()))
        .header("Last-Timestamp", timestamp)
        .header("Last-Ordinate", state.path("nonce").asLong())
        .header("Last-Block-Height", BlockHeight.at(timestamp))
        .build();
  }
}
