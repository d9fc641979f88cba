package mostao.gateway.streams;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.unit.LogEntry;
import mostao.ao.unit.LogPage;
import mostao.ao.wire.Wire;

/** The evaluations of one process in order of nonces: each message, then what came of it. */
final class ProcessSource implements EventSource {
  private static final List<String> ITEM_FIELDS =
      List.of("Id", "Owner", "From", "Target", "Anchor", "Tags", "Data", "Data-Encoding");

  private static final Pattern NONCE = Pattern.compile("[0-9]{1,18}");

  private final ProcessEntry process;
  private final ProcessLog log;
  private final Executor thread;
  private final Runnable wake;
  private Cursor at;
  private List<LogEntry> page = List.of();
  private int index;
  private boolean more;

  /** Nonce behind everything that was evaluated when the page was read. */
  private long evaluated;

  private Optional<StreamEvent> gap = Optional.empty();

  /**
   * @param at where to begin
   * @param thread of the stream
   * @param wake called when the process evaluates
   */
  ProcessSource(ProcessEntry process, ProcessLog log, Cursor at, Executor thread, Runnable wake) {
    this.process = process;
    this.log = log;
    this.at = at;
    this.thread = thread;
    this.wake = wake;
    log.watch(process.process(), wake);
  }

  /** Behind an event's id, or at a nonce. */
  static Optional<Cursor> place(String text) {
    return NONCE.matcher(text).matches()
        ? Optional.of(Cursor.before(Long.parseLong(text)))
        : Cursor.read(text);
  }

  @Override
  public Optional<StreamEvent> poll() {
    if (gap.isPresent()) {
      Optional<StreamEvent> told = gap;
      gap = Optional.empty();
      return told;
    }
    while (index < page.size()) {
      LogEntry entry = page.get(index);
      if (at.nextNonce() < entry.at().nonce()) {
        return Optional.of(notKept(entry.at().nonce()));
      }
      Cursor message = Cursor.message(entry.at().nonce());
      Cursor result = Cursor.result(message.nonce());
      if (at.compareTo(message) < 0) {
        at = message;
        return Optional.of(new StreamEvent("message", at.toString(), message(entry)));
      }
      index++;
      if (at.compareTo(result) < 0) {
        at = result;
        return Optional.of(new StreamEvent("result", at.toString(), result(entry)));
      }
    }
    return !more && at.nextNonce() < evaluated ? Optional.of(notKept(evaluated)) : Optional.empty();
  }

  private StreamEvent notKept(long until) {
    long from = at.nextNonce();
    at = Cursor.before(until);
    return StreamEvent.gap(
        at.toString(),
        "messages "
            + from
            + " to "
            + (until - 1)
            + " of process "
            + process.process()
            + " and their Results are no longer kept; the stream goes on behind them");
  }

  /** As the process saw it: the fields of the record, without what an assignment hid. */
  private static String message(LogEntry entry) {
    ObjectNode data = Wire.json(entry.item());
    data.retain(ITEM_FIELDS).remove(entry.item().exclude());
    data.put("Nonce", entry.at().nonce());
    return data.put("Timestamp", entry.at().timestamp()).toString();
  }

  private String result(LogEntry entry) {
    ObjectNode data = JsonNodeFactory.instance.objectNode().put("Process", process.process());
    data.put("Message", entry.at().message());
    data.put("Nonce", entry.at().nonce()).put("Timestamp", entry.at().timestamp());
    data.set("Result", Wire.json(entry.result()));
    return data.toString();
  }

  @Override
  public CompletionStage<Void> fill() {
    return EventSource.taken(log.read(process, at.nextNonce()), thread, this::take);
  }

  private void take(LogPage read) {
    page = read.entries();
    index = 0;
    more = read.more();
    evaluated = read.next();
    if (at.nonce() >= read.next()) {
      Cursor now = Cursor.before(read.next());
      gap =
          Optional.of(
              StreamEvent.gap(
                  now.toString(),
                  "process "
                      + process.process()
                      + " has evaluated "
                      + read.next()
                      + " messages, fewer than up to "
                      + at
                      + "; the stream goes on from now"));
      at = now;
    }
  }

  @Override
  public boolean more() {
    return more;
  }

  @Override
  public void forget() {
    more |= index < page.size();
    page = List.of();
    index = 0;
  }

  @Override
  public String position() {
    return at.toString();
  }

  @Override
  public void close() {
    log.unwatch(process.process(), wake);
  }
}
