package mostao.ao.runtime.reads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.OptionalInt;
import mostao.ao.process.Rules;
import mostao.ao.runtime.unit.Log;
import mostao.ao.runtime.unit.Unit;
import mostao.ao.turn.ProcessRow;
import mostao.ao.unit.DryRunBody;
import mostao.ao.unit.EntryPage;
import mostao.ao.unit.LogPage;
import mostao.ao.unit.LogQuery;
import mostao.ao.unit.Position;
import mostao.ao.unit.ResultsQuery;
import mostao.ao.unit.UnitError;
import mostao.ao.unit.UnitPaths;
import mostao.ao.wire.Wire;

/** The gateway's requests to a unit. Blocking, so on workers; JSON in and out. */
@Path(UnitPaths.PROCESS)
@Produces(MediaType.APPLICATION_JSON)
public class UnitReads {
  private final Unit unit;
  private final Log log;
  private final Rules rules;

  @Inject
  UnitReads(Unit unit, Log log, Rules rules) {
    this.unit = unit;
    this.log = log;
    this.rules = rules;
  }

  /** The process as it is now. */
  @GET
  public ObjectNode process(@PathParam(UnitPaths.PROCESS_ID) String id) {
    return UnitJson.process(known(id)).json();
  }

  /** The Result of one message. */
  @GET
  @Path(UnitPaths.RESULT)
  public ObjectNode result(
      @PathParam(UnitPaths.PROCESS_ID) String process,
      @PathParam(UnitPaths.MESSAGE_ID) String message) {
    Ids.process(process);
    Optional<Log.Line> line = Ids.message(message, () -> log.result(process, message));
    if (line.isEmpty()) {
      known(process);
      throw ErrorResponses.notFound(UnitError.notEvaluated(process));
    }
    return UnitJson.result(UnitJson.kept(line.get())).json();
  }

  /** Results in order. */
  @GET
  @Path(UnitPaths.RESULTS)
  public ObjectNode results(@PathParam(UnitPaths.PROCESS_ID) String process, @Context UriInfo uri) {
    ResultsQuery query =
        ErrorResponses.orBadRequest(
            UnitError.BAD_QUERY, ResultsQuery.read(uri.getQueryParameters()::getFirst));
    Log.Position after = query.after().map(UnitReads::logPosition).orElse(Log.Position.START);
    Log.Position upTo = query.upTo().map(UnitReads::logPosition).orElse(Log.Position.END);
    known(process);
    Log.Page page = log.results(process, after, upTo, query.newestFirst(), size(query.limit()));
    return UnitJson.page(page, UnitJson::result).json();
  }

  /**
   * The log with what came of each message, and the nonce the process will give next. It is read
   * first, so no entry of the page is behind a reader that was told of all before it.
   */
  @GET
  @Path(UnitPaths.LOG)
  public ObjectNode log(@PathParam(UnitPaths.PROCESS_ID) String process, @Context UriInfo uri) {
    LogQuery query =
        ErrorResponses.orBadRequest(
            UnitError.BAD_QUERY, LogQuery.read(uri.getQueryParameters()::getFirst));
    Log.Size most = size(query.limit());
    int bytes = Math.min(query.bytes().orElse(most.bytes()), most.bytes());
    ProcessRow known = known(process);
    Log.Page page =
        log.whole(process, query.fromNonce().orElse(0), new Log.Size(most.rows(), bytes));
    return new LogPage(
            page.lines().stream().map(UnitJson::whole).toList(), page.more(), known.nonce())
        .json();
  }

  /** The public view of the process's state, after its last message. */
  @GET
  @Path(UnitPaths.STATE)
  public ObjectNode state(@PathParam(UnitPaths.PROCESS_ID) String process) {
    return unit.state(Ids.process(process))
        .map(shown -> UnitJson.state(unit.module(), shown).json())
        .orElseThrow(() -> Ids.unknownProcess(process));
  }

  /** Evaluates and forgets. The answer may be long, so it is written once and sent as it is. */
  @POST
  @Path(UnitPaths.DRY_RUN)
  @Consumes(MediaType.APPLICATION_JSON)
  public byte[] dryRun(@PathParam(UnitPaths.PROCESS_ID) String process, byte[] body) {
    Ids.process(process);
    DryRunBody asked = ErrorResponses.orBadRequest(UnitError.BAD_BODY, DryRunBody.decode(body));
    return unit.dryRun(UnitJson.message(process, asked))
        .map(Wire::resultBytes)
        .orElseThrow(() -> Ids.unknownProcess(process));
  }

  private static Log.Position logPosition(Position position) {
    return new Log.Position(position.timestamp(), position.nonce());
  }

  private Log.Size size(OptionalInt limit) {
    int rows = limit.orElse(EntryPage.DEFAULT_ROWS);
    return new Log.Size(Math.min(rows, rules.pageRows()), rules.pageBytes());
  }

  private ProcessRow known(String id) {
    return log.process(Ids.process(id)).orElseThrow(() -> Ids.unknownProcess(id));
  }
}
