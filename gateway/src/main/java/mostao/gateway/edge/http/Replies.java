package mostao.gateway.edge.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.answer.Unavailable;

/** Answers as HTTP responses. */
final class Replies {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** RFC 6750, section 3: so that a client knows to ask for another one. */
  static final String INVALID_TOKEN = "Bearer error=\"invalid_token\"";

  /** As the framework says it of texts. */
  private static final MediaType JSON = MediaType.APPLICATION_JSON_TYPE.withCharset("UTF-8");

  private Replies() {}

  /** The response of a reply whose value is its JSON. */
  static CompletionStage<Response> ok(CompletionStage<? extends Reply<?>> reply) {
    return of(reply, value -> json(HttpStatus.OK, value.toString()));
  }

  /** The response of a reply whose value is JSON already. */
  static CompletionStage<Response> written(CompletionStage<Reply<byte[]>> reply) {
    return of(reply, Replies::json);
  }

  /** The response of a reply; a failure becomes a refusal. */
  static <T> CompletionStage<Response> of(
      CompletionStage<? extends Reply<? extends T>> reply, Function<T, Response> onGiven) {
    return reply.handle(
        (given, failure) ->
            failure == null
                ? given.fold(onGiven::apply, Replies::refused)
                : refused(Unavailable.toldOf(failure)));
  }

  static Response json(int status, String body) {
    return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body).build();
  }

  private static Response json(byte[] body) {
    return Response.ok(body).type(JSON).build();
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
