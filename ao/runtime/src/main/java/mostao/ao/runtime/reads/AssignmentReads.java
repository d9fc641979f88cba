package mostao.ao.runtime.reads;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import mostao.ao.ans104.Base64Url;
import mostao.ao.process.Rules;
import mostao.ao.runtime.unit.Log;
import mostao.ao.runtime.unit.UnitSettings;

/** The order of a process, for the scheduler. Blocking, so on workers; JSON out. */
@Path("/unit/processes/{process}")
@Produces(MediaType.APPLICATION_JSON)
public class AssignmentReads {
  private static final int PAGE = 25;

  private final Log log;
  private final Rules rules;
  private final int slotRows;

  @Inject
  AssignmentReads(Log log, Rules rules, UnitSettings settings) {
    this.log = log;
    this.rules = rules;
    this.slotRows = settings.limits().slotRows();
  }

  /** The log: each message as it was signed, in order of nonces. */
  @GET
  @Path("/assignments")
  public ObjectNode assignments(
      @PathParam("process") String process,
      @QueryParam("from") String from,
      @QueryParam("to") String to,
      @QueryParam("from-nonce") String fromNonce,
      @QueryParam("to-nonce") String toNonce,
      @QueryParam("sort") @DefaultValue("ASC") String sort,
      @QueryParam("limit") String limit) {
    Log.Range range =
        new Log.Range(
            Query.number("from", from, Long.MIN_VALUE, Long.MIN_VALUE),
            Query.number("to", to, Long.MAX_VALUE, Long.MIN_VALUE),
            Query.number("from-nonce", fromNonce, 0, Long.MIN_VALUE),
            Query.number("to-nonce", toNonce, Long.MAX_VALUE, Long.MIN_VALUE));
    boolean newestFirst = Query.isNewestFirst(sort);
    int rows = (int) Query.number("limit", limit, Math.min(PAGE, rules.pageRows()), 1);
    Log.Size size = new Log.Size(Math.min(rows, rules.pageRows()), rules.pageBytes());
    requireProcess(process);
    Log.Page page = log.assignments(process, range, newestFirst, size);
    ObjectNode answer = UnitJson.page(page);
    ArrayNode entries = answer.putArray("entries");
    page.lines().forEach(line -> entries.add(UnitJson.assignment(line)));
    return answer;
  }

  /** One message as it was signed, and where it stands. */
  @GET
  @Path("/assignments/{message}")
  public ObjectNode assignment(
      @PathParam("process") String process, @PathParam("message") String message) {
    Query.process(process);
    return (Base64Url.isId(message) ? log.assignment(process, message) : Optional.<Log.Line>empty())
        .map(UnitJson::assignment)
        .orElseThrow(
            () ->
                ErrorResponses.notFound(
                    "NotEvaluated",
                    "process " + process + " has not evaluated the message asked for"));
  }

  /** Timestamps and message ids alone, of nonces without a gap. */
  @GET
  @Path("/slots")
  public ObjectNode slots(
      @PathParam("process") String process,
      @QueryParam("from-nonce") String fromNonce,
      @QueryParam("limit") String limit) {
    long first = Query.number("from-nonce", fromNonce, 0, 0);
    int rows = (int) Math.min(Query.number("limit", limit, slotRows, 1), slotRows);
    requireProcess(process);
    List<Log.Slot> found = log.slots(process, first, rows + 1);
    ObjectNode answer = UnitJson.page(found.size() > rows);
    ArrayNode slots = answer.put("first", first).putArray("slots");
    found.stream().limit(rows).forEach(slot -> slots.add(UnitJson.slot(slot)));
    return answer;
  }

  private void requireProcess(String id) {
    if (log.process(Query.process(id)).isEmpty()) {
      throw Query.unknownProcess(id);
    }
  }
}
