package mostao.ao.runtime.reads;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import mostao.ao.ans104.Base64Url;
import mostao.ao.message.Message;
import mostao.ao.process.Rules;
import mostao.ao.runtime.unit.Log;
import mostao.ao.runtime.unit.Unit;
import mostao.ao.turn.ProcessRow;

/** What the gateway asks a unit. Blocking, so on workers; JSON in and out. */
@Path("/unit/processes/{process}")
@Produces(MediaType.APPLICATION_JSON)
public class UnitReads {
  private static final int PAGE = 25;

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
  public ObjectNode process(@PathParam("process") String id) {
    return UnitJson.process(known(id));
  }

  /** The Result of one message. */
  @GET
  @Path("/results/{message}")
  public ObjectNode result(
      @PathParam("process") String process, @PathParam("message") String message) {
    Query.process(process);
    Log.Line line = Base64Url.isId(message) ? log.result(process, message).orElse(null) : null;
    if (line == null) {
      known(process);
      throw ErrorResponses.notFound(
          "NotEvaluated", "process " + process + " has not evaluated the message asked for");
    }
    return UnitJson.result(line);
  }

  /** Results in order. */
  @GET
  @Path("/results")
  public ObjectNode results(
      @PathParam("process") String process,
      @QueryParam("from") String from,
      @QueryParam("to") String to,
      @QueryParam("sort") @DefaultValue("ASC") String sort,
      @QueryParam("limit") String limit) {
    Log.Position after = Query.place("from", from, Log.Position.START);
    Log.Position upTo = Query.place("to", to, Log.Position.END);
    boolean newestFirst = Query.isNewestFirst(sort);
    Log.Size size = size(limit);
    known(process);
    Log.Page page = log.results(process, after, upTo, newestFirst, size);
    ObjectNode answer = UnitJson.page(page);
    ArrayNode entries = answer.putArray("entries");
    page.lines().forEach(line -> entries.add(UnitJson.result(line)));
    return answer;
  }

  /**
   * The log with what came of each message, and the nonce the process will give next. It is read
   * first, so no entry of the page is behind a reader that was told of all before it.
   */
  @GET
  @Path("/log")
  public ObjectNode log(
      @PathParam("process") String process,
      @QueryParam("from-nonce") String fromNonce,
      @QueryParam("limit") String limit,
      @QueryParam("bytes") String bytes) {
    long first = Query.number("from-nonce", fromNonce, 0, Long.MIN_VALUE);
    Log.Size size = size(limit);
    int most = (int) Query.number("bytes", bytes, size.bytes(), 1);
    ProcessRow known = known(process);
    Log.Page page =
        log.whole(process, first, new Log.Size(size.rows(), Math.min(most, size.bytes())));
    ObjectNode answer = UnitJson.page(page).put("next", known.nonce());
    ArrayNode entries = answer.putArray("entries");
    page.lines().forEach(line -> entries.add(UnitJson.whole(line)));
    return answer;
  }

  /** What the process shows of its state, after its last message. */
  @GET
  @Path("/state")
  public ObjectNode state(@PathParam("process") String process) {
    return unit.state(Query.process(process))
        .map(shown -> UnitJson.state(unit.module(), shown))
        .orElseThrow(() -> Query.unknownProcess(process));
  }

  /** Evaluates and forgets. */
  @POST
  @Path("/dry-run")
  @Consumes(MediaType.APPLICATION_JSON)
  public ObjectNode dryRun(@PathParam("process") String process, byte[] body) {
    Query.process(process);
    Message asked = DryRunBody.message(process, body);
    return unit.dryRun(asked)
        .map(UnitJson::result)
        .orElseThrow(() -> Query.unknownProcess(process));
  }

  private Log.Size size(String limit) {
    int rows = (int) Query.number("limit", limit, Math.min(PAGE, rules.pageRows()), 1);
    return new Log.Size(Math.min(rows, rules.pageRows()), rules.pageBytes());
  }

  private ProcessRow known(String id) {
    return log.process(Query.process(id)).orElseThrow(() -> Query.unknownProcess(id));
  }
}
