package mostao.ao.unit;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.JsonFields;
import mostao.ao.wire.Wire;

/**
 * One question to a unit: a GET, or a POST when it has a body.
 *
 * @param <T> the type that the answer is read into
 */
public final class UnitRequest<T> {
  private final String path;
  private final Map<String, String> query;
  private final Optional<DryRunBody> body;
  private final Function<byte[], Decoded<T>> decode;

  private UnitRequest(
      String path,
      Map<String, String> query,
      Optional<DryRunBody> body,
      Function<byte[], Decoded<T>> decode) {
    this.path = Objects.requireNonNull(path, "path");
    this.query = Objects.requireNonNull(query, "query");
    this.body = Objects.requireNonNull(body, "body");
    this.decode = Objects.requireNonNull(decode, "decode");
  }

  private static <T> UnitRequest<T> get(
      String path, Map<String, String> query, Function<JsonFields, T> read) {
    return new UnitRequest<>(
        path, query, Optional.empty(), answer -> JsonFields.decode(answer, read));
  }

  /** The process as it is now. */
  public static UnitRequest<ProcessSummary> process(String process) {
    return get(UnitPaths.process(process, ""), Map.of(), ProcessSummary::read);
  }

  /** The Result of one message. */
  public static UnitRequest<ResultEntry> result(String process, String message) {
    String template = UnitPaths.process(process, UnitPaths.RESULT);
    return get(UnitPaths.message(template, message), Map.of(), ResultEntry::read);
  }

  /** Results in order. */
  public static UnitRequest<EntryPage<ResultEntry>> results(String process, ResultsQuery query) {
    return get(
        UnitPaths.process(process, UnitPaths.RESULTS),
        query.parameters(),
        page -> EntryPage.read(page, ResultEntry::read));
  }

  /** Each message of a process as it was signed, in order. */
  public static UnitRequest<EntryPage<AssignmentEntry>> assignments(
      String process, AssignmentsQuery query) {
    return get(
        UnitPaths.process(process, UnitPaths.ASSIGNMENTS),
        query.parameters(),
        page -> EntryPage.read(page, AssignmentEntry::read));
  }

  /** One message of a process as it was signed. */
  public static UnitRequest<AssignmentEntry> assignment(String process, String message) {
    String template = UnitPaths.process(process, UnitPaths.ASSIGNMENT);
    return get(UnitPaths.message(template, message), Map.of(), AssignmentEntry::read);
  }

  /** A message by its id alone. */
  public static UnitRequest<AssignmentEntry> message(String message) {
    return get(UnitPaths.message(UnitPaths.MESSAGE, message), Map.of(), AssignmentEntry::read);
  }

  /** The order of a process without what was said. */
  public static UnitRequest<SlotPage> slots(String process, SlotsQuery query) {
    return get(UnitPaths.process(process, UnitPaths.SLOTS), query.parameters(), SlotPage::read);
  }

  /** Each message of a process with what came of it. */
  public static UnitRequest<LogPage> log(String process, LogQuery query) {
    return get(UnitPaths.process(process, UnitPaths.LOG), query.parameters(), LogPage::read);
  }

  /** The public view of a process's state. */
  public static UnitRequest<ProcessState> state(String process) {
    return get(UnitPaths.process(process, UnitPaths.STATE), Map.of(), ProcessState::read);
  }

  /** An evaluation whose changes are thrown away; its answer is a Result, to be passed on. */
  public static UnitRequest<byte[]> dryRun(String process, DryRunBody body) {
    String path = UnitPaths.process(process, UnitPaths.DRY_RUN);
    return new UnitRequest<>(path, Map.of(), Optional.of(body), Wire::passResult);
  }

  /** Encoded, from the root of the unit. */
  public String path() {
    return path;
  }

  /** Names and values in order, not encoded. */
  public Map<String, String> query() {
    return query;
  }

  /** To be posted as JSON. */
  public Optional<byte[]> body() {
    return body.map(DryRunBody::encode);
  }

  /** Reads the body of a 200. */
  public Decoded<T> decode(byte[] answer) {
    return decode.apply(answer);
  }
}
