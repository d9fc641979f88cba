package mostao.gateway.edge.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.answer.Unavailable;
import org.jboss.logging.Logger;

/** Answers as HTTP responses. */
final class Replies {
  private static final Logger LOG = Logger.getLogger(Replies.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** RFC 6750, section 3: so that a client knows to ask for another one. */
  static final String INVALID_TOKEN = "Bearer error=\"invalid_token\"";

  private Replies() {}

  /**
   * The response of an answer whose value is its JSON; a failure becomes a refusal, and is logged
   * when it is a bug.
   */
  static CompletionStage<Response> ok(CompletionStage<? extends Reply<?>> answer) {
    return answer.handle(
        (got, failure) ->
            failure == null
                ? got.fold(value -> json(HttpStatus.OK, value.toString()), Replies::refused)
                : refused(told(failure)));
  }

  static ApiError told(Throwable failure) {
    ApiError refused = Unavailable.toldOf(failure);
    if (refused.isBug()) {
      LOG.error("a request failed", failure);
    }
    return refused;
  }

  static Response json(int status, String body) {
    return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body).build();
  }

  static Response refused(ApiError refused) {
    return refused(HttpStatus.of(refused.code()), refused);
  }

  /** With a status of its own, which the framework gave. */
  static Response refused(int status, ApiError refused) {
    Response.ResponseBuilder response =
        Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body(refused));
    if (status == HttpStatus.UNAUTHENTICATED) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, INVALID_TOKEN);
    }
    refused
        .retryAfterSeconds()
        .ifPresent(seconds -> response.header(HttpHeaders.RETRY_AFTER, seconds));
    return response.build();
  }

  static String body(ApiError refused) {
    ObjectNode body = MAPPER.createObjectNode();
    return body.put("error", refused.error()).put("code", refused.code().text()).toString();
  }
}
