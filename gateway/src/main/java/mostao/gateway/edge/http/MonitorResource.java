package mostao.gateway.edge.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import mostao.gateway.answer.Reply;
import mostao.gateway.intake.Monitor;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /monitor/{process}}: a signed item, whatever the body's media type. */
@Path("monitor/{process}")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class MonitorResource {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Monitor monitor;

  MonitorResource(Monitor monitor) {
    this.monitor = monitor;
  }

  @POST
  @Tag(name = "Messages")
  @Operation(
      summary = "Start monitoring a process",
      description =
          "Takes a signed item whose target is the process. Processes here act on messages alone:"
              + " the item is verified and has no further effect.")
  @RequestBody(
      required = true,
      description = "The bytes of a signed data item (ANS-104)",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(
      responseCode = "200",
      description = "The item is valid",
      content = @Content(schema = @Schema(ref = "Accepted")))
  @APIResponse(responseCode = "403", ref = "Forbidden")
  @APIResponse(responseCode = "404", ref = "NotFound")
  @Consumes(MediaType.WILDCARD)
  public CompletionStage<Response> begin(
      @Parameter(example = "{registry}") @PathParam("process") String process,
      @Context RoutingContext context) {
    return reply(
        "Monitor process", monitor.accept(process, Edge.body(context), Edge.client(context)));
  }

  @DELETE
  @Tag(name = "Messages")
  @Operation(
      summary = "Stop monitoring a process",
      description =
          "Takes a signed item whose target is the process. Processes here act on messages alone:"
              + " the item is verified and has no further effect.")
  @RequestBody(
      required = true,
      description = "The bytes of a signed data item (ANS-104)",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(
      responseCode = "200",
      description = "The item is valid",
      content = @Content(schema = @Schema(ref = "Accepted")))
  @APIResponse(responseCode = "403", ref = "Forbidden")
  @APIResponse(responseCode = "404", ref = "NotFound")
  @Consumes(MediaType.WILDCARD)
  public CompletionStage<Response> end(
      @Parameter(example = "{registry}") @PathParam("process") String process,
      @Context RoutingContext context) {
    return reply(
        "Process deleted", monitor.accept(process, Edge.body(context), Edge.client(context)));
  }

  private static CompletionStage<Response> reply(
      String message, CompletionStage<Reply<String>> answer) {
    return Replies.ok(
        answer.thenApply(
            given ->
                given.then(
                    id ->
                        Reply.given(
                            MAPPER.createObjectNode().put("message", message).put("id", id)))));
  }
}
