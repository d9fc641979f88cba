package mostao.ao.runtime.reads;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import mostao.ao.message.Message;
import mostao.ao.runtime.unit.Log;
import mostao.ao.runtime.unit.StateRead;
import mostao.ao.turn.ProcessRow;
import mostao.ao.unit.AssignmentEntry;
import mostao.ao.unit.DryRunBody;
import mostao.ao.unit.Entry;
import mostao.ao.unit.EntryPage;
import mostao.ao.unit.Evaluated;
import mostao.ao.unit.LogEntry;
import mostao.ao.unit.ProcessState;
import mostao.ao.unit.ProcessSummary;
import mostao.ao.unit.ResultEntry;
import mostao.ao.unit.SlotPage;
import mostao.ao.unit.UnitError;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.JsonFields;
import mostao.ao.wire.Wire;

/** Rows of the unit as the contract's types, and a dry-run's body as a message. */
final class UnitJson {
  private UnitJson() {}

  static ProcessSummary process(ProcessRow process) {
    return new ProcessSummary(
        process.id(),
        process.owner(),
        process.tags(),
        process.nonce(),
        process.timestamp(),
        process.partition());
  }

  static ProcessState state(String kind, StateRead.Snapshot shown) {
    ProcessRow process = shown.process();
    return new ProcessState(
        process.id(),
        kind,
        process.owner(),
        // Of the last message: the row has that of the next, and is written with the first.
        process.nonce() - 1,
        process.timestamp(),
        shown.state());
  }

  static ResultEntry result(Log.Line line) {
    return new ResultEntry(at(line), ours(Wire.decodeResult(bytes(line.record()))));
  }

  static AssignmentEntry assignment(Log.Line line) {
    return new AssignmentEntry(at(line), ours(Wire.decodeInbox(bytes(line.record()))));
  }

  static <E extends Entry> EntryPage<E> page(Log.Page page, Function<Log.Line, E> entry) {
    return new EntryPage<>(page.lines().stream().map(entry).toList(), page.more());
  }

  /** A line of {@link Log#whole}. */
  static LogEntry whole(Log.Line line) {
    return ours(
        JsonFields.decode(
            bytes(line.record()),
            both ->
                new LogEntry(
                    at(line),
                    Wire.inbox(both.object("item")),
                    Wire.result(both.object("outcome")))));
  }

  static SlotPage.Slot slot(Log.Slot slot) {
    return new SlotPage.Slot(slot.timestamp(), slot.message(), slot.hidden());
  }

  static Message message(String process, DryRunBody body) {
    return Message.dryRun(
        body.id(),
        body.owner(),
        body.from(),
        process,
        body.anchor(),
        body.tags(),
        body.data(),
        body.binary(),
        body.proven());
  }

  /** The line, or the refusal when it is no longer kept. */
  static Log.Line kept(Log.Line line) {
    if (!line.isKept()) {
      throw ErrorResponses.gone(UnitError.notKept(at(line)));
    }
    return line;
  }

  private static Evaluated at(Log.Line line) {
    return new Evaluated(line.process(), line.message(), line.nonce(), line.timestamp());
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private static <T> T ours(Decoded<T> decoded) {
    if (decoded instanceof Decoded.Ok<T> ok) {
      return ok.value();
    }
    Decoded.Fault fault = ((Decoded.Bad<T>) decoded).fault();
    throw new IllegalStateException(
        "the log holds what we did not write: " + fault.name() + ", " + fault.detail());
  }
}
