package mostao.gateway.edge.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import mostao.gateway.answer.ApiError;
import mostao.gateway.intake.Intake;
import mostao.gateway.scheduler.Assigning;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /}: a signed item. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class ItemResource {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private final Intake intake;
  private final Assigning assigning;

  ItemResource(Intake intake, Assigning assigning) {
    this.intake = intake;
    this.assigning = assigning;
  }

  @POST
  @Tag(name = "Messages")
  @Operation(
      summary = "Send a signed item, or assign one",
      description =
          "A message to a process, or the item of a new process. Sending an item again has no"
              + " second effect; the answer then has known: true if this gateway still remembers"
              + " the item. With process-id and assign, and no body, a message of this deployment"
              + " is sent to another process.")
  @RequestBody(
      description = "The bytes of a signed data item (ANS-104)",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(
      responseCode = "202",
      description = "The broker has stored it",
      content = @Content(schema = @Schema(ref = "Accepted")))
  @APIResponse(responseCode = "403", ref = "Forbidden")
  @APIResponse(responseCode = "404", ref = "NotFound")
  @Consumes(MediaType.WILDCARD)
  public CompletionStage<Response> post(
      @HeaderParam("Content-Type") String type,
      @Parameter(description = "W3C trace context") @HeaderParam("traceparent") String trace,
      @Parameter(description = "Of an assignment: the process that gets the message")
          @QueryParam("process-id")
          String process,
      @Parameter(description = "Of an assignment: the id of the message") @QueryParam("assign")
          String assign,
      @Parameter(description = "Of an assignment: fields to leave out, comma-separated")
          @QueryParam("exclude")
          Optional<String> exclude,
      @Parameter(hidden = true) @HeaderParam("Authorization") Optional<String> authorization,
      @Context UriInfo uri,
      @Context RoutingContext context) {
    if (process != null && assign != null) {
      boolean baseLayer = uri.getQueryParameters().containsKey("base-layer");
      return Replies.of(
          assigning.assign(
              new Assigning.AssignmentRequest(process, assign, baseLayer, exclude),
              Edge.caller(authorization, context)),
          id -> Replies.json(202, body("Processing Assignment", id).toString()));
    }
    if (process != null || assign != null) {
      return refuse(
          ApiError.invalidRequest(
              "You must set both process-id and assign to send an assignment, not just one"));
    }
    Optional<ApiError> unreadable = unlessOctets(type);
    if (unreadable.isPresent()) {
      return refuse(unreadable.get());
    }
    return Replies.of(
        intake.take(Edge.body(context), traceparent(trace), Edge.client(context)),
        ItemResource::accepted);
  }

  private static CompletionStage<Response> refuse(ApiError refused) {
    return CompletableFuture.completedFuture(Replies.refused(refused));
  }

  private static Response accepted(Intake.Accepted item) {
    ObjectNode body = body("Processing DataItem", item.id());
    return Replies.json(202, (item.known() ? body.put("known", true) : body).toString());
  }

  private static ObjectNode body(String message, String id) {
    return MAPPER.createObjectNode().put("message", message).put("id", id);
  }

  static boolean isOctets(String type) {
    return type.split(";", 2)[0].trim().equalsIgnoreCase(MediaType.APPLICATION_OCTET_STREAM);
  }

  /**
   * Why a body is not read as a signed item.
   *
   * @param type the request's Content-Type; null if it has none, which is taken for octets
   */
  static Optional<ApiError> unlessOctets(String type) {
    if (type == null || isOctets(type)) {
      return Optional.empty();
    }
    return Optional.of(
        ApiError.invalidItem(
            "Content-Type is "
                + ApiError.quote(type)
                + "; send the signed item as application/octet-stream"));
  }

  private static Optional<byte[]> traceparent(String header) {
    return Optional.ofNullable(header)
        .filter(text -> TRACEPARENT.matcher(text).matches())
        .map(text -> text.getBytes(StandardCharsets.US_ASCII));
  }
}
