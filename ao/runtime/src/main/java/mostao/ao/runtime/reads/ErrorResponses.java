package mostao.ao.runtime.reads;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import mostao.ao.turn.BrokenDependency;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every error as JSON: {@code {"error":{"code":…,"message":…}}}. */
public class ErrorResponses {
  private static final Logger LOG = Logger.getLogger("mostao.reads");
  private static final String AGAIN_SECONDS = "1";

  /** A read that is refused, and why. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    private Refused(int status, String code, String message) {
      super(message, null, false, false);
      this.status = status;
      this.code = code;
    }
  }

  static Refused notFound(String code, String message) {
    return new Refused(404, code, message);
  }

  static Refused badRequest(String code, String message) {
    return new Refused(400, code, message);
  }

  @ServerExceptionMapper
  Response refused(Refused refused) {
    return error(refused.status, refused.code, refused.getMessage()).build();
  }

  @ServerExceptionMapper
  Response broken(BrokenDependency broken) {
    LOG.debug("A read met a broken dependency", broken);
    return error(503, "DatabaseUnavailable", "the database does not answer: try again")
        .header("Retry-After", AGAIN_SECONDS)
        .build();
  }

  /** What the framework refuses: unknown paths, methods, media types, bodies too large. */
  @ServerExceptionMapper
  Response refusedByFramework(WebApplicationException refused) {
    int status = refused.getResponse().getStatus();
    Response.Status known = Response.Status.fromStatusCode(status);
    String reason = known == null ? "refused" : known.getReasonPhrase();
    return error(status, reason.replace(" ", ""), reason).build();
  }

  @ServerExceptionMapper
  Response bug(RuntimeException bug) {
    LOG.error("A read failed", bug);
    return error(500, "InternalError", "the unit has a bug: its log says where").build();
  }

  private static Response.ResponseBuilder error(int status, String code, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("error").put("code", code).put("message", message);
    return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body);
  }
}
