package mostao.gateway.edge.http;

import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Unavailable;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The framework's refusals, as the same JSON as every other refusal. */
public class Failures {
  @ServerExceptionMapper
  Response notFound(NotFoundException failure, UriInfo uri) {
    return Replies.refused(ApiError.notFound("there is nothing at " + ApiError.quote(path(uri))));
  }

  @ServerExceptionMapper
  Response notAllowed(NotAllowedException failure, UriInfo uri) {
    return Response.fromResponse(Replies.refused(ApiError.notAllowed(path(uri))))
        .header(HttpHeaders.ALLOW, failure.getResponse().getHeaderString(HttpHeaders.ALLOW))
        .build();
  }

  @ServerExceptionMapper
  Response other(WebApplicationException failure) {
    int status = failure.getResponse().getStatus();
    if (status >= 500) {
      return Replies.refused(Unavailable.toldOf(failure));
    }
    String reason = Response.Status.fromStatusCode(status).getReasonPhrase();
    return Replies.refused(status, ApiError.invalidRequest("the request is refused: " + reason));
  }

  @ServerExceptionMapper
  Response bug(Throwable failure) {
    return Replies.refused(Unavailable.toldOf(failure));
  }

  private static String path(UriInfo uri) {
    return "/" + uri.getPath().replaceFirst("^/", "");
  }
}
