package mostao.ao.runtime.reads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import mostao.ao.process.Rules;
import mostao.ao.runtime.unit.Log;
import mostao.ao.runtime.unit.UnitSettings;
import mostao.ao.unit.AssignmentsQuery;
import mostao.ao.unit.EntryPage;
import mostao.ao.unit.SlotPage;
import mostao.ao.unit.SlotsQuery;
import mostao.ao.unit.UnitError;
import mostao.ao.unit.UnitPaths;

/** The order of a process, for the scheduler. Blocking, so on workers; JSON out. */
@Path(UnitPaths.PROCESS)
@Produces(MediaType.APPLICATION_JSON)
public class AssignmentReads {
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
  @Path(UnitPaths.ASSIGNMENTS)
  public ObjectNode assignments(
      @PathParam(UnitPaths.PROCESS_ID) String process, @Context UriInfo uri) {
    AssignmentsQuery query =
        ErrorResponses.orBadRequest(
            UnitError.BAD_QUERY, AssignmentsQuery.read(uri.getQueryParameters()::getFirst));
    Log.Range range =
        new Log.Range(
            query.from().orElse(Long.MIN_VALUE),
            query.to().orElse(Long.MAX_VALUE),
            query.fromNonce().orElse(0),
            query.toNonce().orElse(Long.MAX_VALUE));
    int rows = query.limit().orElse(EntryPage.DEFAULT_ROWS);
    Log.Size size = new Log.Size(Math.min(rows, rules.pageRows()), rules.pageBytes());
    requireProcess(process);
    Log.Page page = log.assignments(process, range, query.newestFirst(), size);
    return UnitJson.page(page, UnitJson::assignment).json();
  }

  /** One message as it was signed, and where it stands. */
  @GET
  @Path(UnitPaths.ASSIGNMENT)
  public ObjectNode assignment(
      @PathParam(UnitPaths.PROCESS_ID) String process,
      @PathParam(UnitPaths.MESSAGE_ID) String message) {
    Ids.process(process);
    return Ids.message(message, () -> log.assignment(process, message))
        .map(line -> UnitJson.assignment(UnitJson.kept(line)).json())
        .orElseThrow(() -> ErrorResponses.notFound(UnitError.notEvaluated(process)));
  }

  /** Timestamps and message ids alone, of nonces without a gap. */
  @GET
  @Path(UnitPaths.SLOTS)
  public ObjectNode slots(@PathParam(UnitPaths.PROCESS_ID) String process, @Context UriInfo uri) {
    SlotsQuery query =
        ErrorResponses.orBadRequest(
            UnitError.BAD_QUERY, SlotsQuery.read(uri.getQueryParameters()::getFirst));
    long first = query.fromNonce().orElse(0);
    int rows = Math.min(query.limit().orElse(slotRows), slotRows);
    requireProcess(process);
    List<Log.Slot> found = log.slots(process, first, rows + 1);
    List<SlotPage.Slot> slots = found.stream().limit(rows).map(UnitJson::slot).toList();
    return new SlotPage(first, slots, found.size() > rows).json();
  }

  private void requireProcess(String id) {
    if (log.process(Ids.process(id)).isEmpty()) {
      throw Ids.unknownProcess(id);
    }
  }
}
