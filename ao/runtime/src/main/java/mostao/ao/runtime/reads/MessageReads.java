package mostao.ao.runtime.reads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import mostao.ao.runtime.unit.Log;
import mostao.ao.unit.UnitError;
import mostao.ao.unit.UnitPaths;

/** Messages by their id, for a client that does not know the process. Blocking, so on workers. */
@Path(UnitPaths.MESSAGE)
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
  public ObjectNode message(@PathParam(UnitPaths.MESSAGE_ID) String id) {
    return Ids.message(id, () -> log.message(id))
        .map(line -> UnitJson.assignment(UnitJson.kept(line)).json())
        .orElseThrow(() -> ErrorResponses.notFound(UnitError.notEvaluatedAnywhere(id)));
  }
}
