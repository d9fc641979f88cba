package mostao.ao.runtime.reads;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.unit.UnitError;
import mostao.ao.wire.Decoded;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every error as JSON, with its status. */
public class ErrorResponses {
  private static final Logger LOG = Logger.getLogger("mostao.reads");
  private static final String AGAIN_SECONDS = "1";

  /** A read that is refused, and why. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient UnitError error;

    private Refused(int status, UnitError error) {
      super(error.message(), null, false, false);
      this.status = status;
      this.error = error;
    }
  }

  static Refused notFound(UnitError error) {
    return new Refused(404, error);
  }

  static Refused gone(UnitError error) {
    return new Refused(410, error);
  }

  /**
   * The response, or the refusal.
   *
   * @param code of the refusal
   */
  static <T> T orBadRequest(String code, Decoded<T> asked) {
    if (asked instanceof Decoded.Ok<T> ok) {
      return ok.value();
    }
    throw new Refused(400, new UnitError(code, ((Decoded.Bad<T>) asked).fault().detail()));
  }

  @ServerExceptionMapper
  Response refused(Refused refused) {
    return response(refused.status, refused.error).build();
  }

  @ServerExceptionMapper
  Response broken(BrokenDependency broken) {
    LOG.debug("A read met a broken dependency", broken);
    return error(503, UnitError.DATABASE_UNAVAILABLE, "the database does not answer: try again")
        .header("Retry-After", AGAIN_SECONDS)
        .build();
  }

  /** The framework's refusals: unknown paths, methods, media types, bodies too large. */
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
    return error(500, UnitError.INTERNAL_ERROR, "the unit has a bug: its log says where").build();
  }

  private static Response.ResponseBuilder error(int status, String code, String message) {
    return response(status, new UnitError(code, message));
  }

  private static Response.ResponseBuilder response(int status, UnitError error) {
    return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(error.json());
  }
}
