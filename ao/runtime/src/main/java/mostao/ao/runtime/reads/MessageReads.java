package mostao.ao.runtime.reads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import mostao.ao.ans104.Base64Url;
import mostao.ao.runtime.unit.Log;

/** Messages by their id, for whoever does not know the process. Blocking, so on workers. */
@Path("/unit/messages")
@Produces(MediaType.APPLICATION_JSON)
public class MessageReads {
  private final Log log;

  @Inject
  MessageReads(Log log) {
    this.log = log;
  }

  /**
   * The item as it was signed, and where it stands; if at several processes, where it was first.
   */
  @GET
  @Path("/{message}")
  public ObjectNode message(@PathParam("message") String id) {
    Optional<Log.Line> found = Base64Url.isId(id) ? log.message(id) : Optional.empty();
    return found
        .map(UnitJson::assignment)
        .orElseThrow(
            () ->
                ErrorResponses.notFound(
                    "NotEvaluated", "no process here has evaluated message " + Query.shown(id)));
  }
}
