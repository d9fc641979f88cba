package mostao.gateway.edge.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import mostao.gateway.access.Access;
import mostao.gateway.access.AccessToken;
import mostao.gateway.answer.ApiError;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /access}: an access token for a signed item. */
@Path("/access")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class AccessResource {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Access access;
  private final Clock clock = Clock.systemUTC();

  AccessResource(Access access) {
    this.access = access;
  }

  @POST
  @Tag(name = "Deployment")
  @Operation(
      summary = "Get an access token",
      description =
          "For a signed message to the authority with Action Access and the time in a Timestamp"
              + " tag. With the token the signer can list its own data.")
  @RequestBody(
      required = true,
      description = "The bytes of a signed data item (ANS-104)",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(
      responseCode = "200",
      description = "A token of the signer",
      content = @Content(schema = @Schema(ref = "Token")))
  @APIResponse(responseCode = "403", ref = "Forbidden")
  @Consumes(MediaType.WILDCARD)
  public CompletionStage<Response> give(
      @HeaderParam("Content-Type") String type, @Context RoutingContext context) {
    Optional<ApiError> unreadable = ItemResource.unlessOctets(type);
    if (unreadable.isPresent()) {
      return CompletableFuture.completedFuture(Replies.refused(unreadable.get()));
    }
    return Replies.of(access.give(Edge.body(context), Edge.client(context)), this::given);
  }

  /** As OAuth 2 gives tokens (RFC 6749, section 5.1). */
  private Response given(AccessToken token) {
    String body =
        MAPPER
            .createObjectNode()
            .put("access_token", token.text())
            .put("token_type", "Bearer")
            .put("expires_in", Math.max(0, token.expires() - clock.millis()) / 1000)
            .put("expires_at", token.expires())
            .put("wallet", token.wallet())
            .toString();
    return Response.fromResponse(Replies.json(200, body))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
