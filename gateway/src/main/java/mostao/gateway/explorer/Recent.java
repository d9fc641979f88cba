package mostao.gateway.explorer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.kafka.tail.Tail;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import mostao.gateway.access.Caller;
import mostao.gateway.access.ReadGuard;
import mostao.gateway.answer.Reply;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The latest evaluations, as outboxes have them; to each caller those of the processes that it may
 * list. Records are decoded when somebody looks, each once. Thread-safe, never blocks.
 */
public final class Recent implements Tail.Listener {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** In one answer, the newest. */
  private static final int PAGE = 100;

  private final int most;
  private final long mostBytes;
  private final ReadGuard guard;
  private final Function<String, Optional<ProcessEntry>> processes;
  private final Deque<Numbered> records = new ArrayDeque<>();
  private long bytes;
  private long last;

  /** A record; decoded once, however many look. */
  private static final class Numbered {
    private final long number;
    private final String process;
    private final int bytes;
    private ConsumerRecord<String, byte[]> raw;
    private Optional<JsonNode> entry = Optional.empty();

    /**
     * @param number counts what this gateway has seen, from 1
     */
    Numbered(long number, ConsumerRecord<String, byte[]> raw) {
      this.number = number;
      this.process = raw.key();
      this.bytes = raw.value().length;
      this.raw = raw;
    }

    /** Nothing for a record that is none. */
    synchronized Optional<JsonNode> entry() {
      if (raw != null) {
        entry = Recent.entry(number, raw);
        raw = null;
      }
      return entry;
    }
  }

  /**
   * To be told of all outboxes.
   *
   * @param processes those that the directory knows, by id
   */
  public Recent(
      ExplorerSettings settings,
      ReadGuard guard,
      Function<String, Optional<ProcessEntry>> processes) {
    if (settings.recent() < 0 || settings.recentBytes() < 0) {
      throw new IllegalArgumentException(
          "mostao.explorer.recent is "
              + settings.recent()
              + " and mostao.explorer.recent-bytes is "
              + settings.recentBytes()
              + ": set them to 0 or more");
    }
    this.most = settings.recent();
    this.mostBytes = settings.recentBytes();
    this.guard = guard;
    this.processes = processes;
  }

  /** Who looks is shown what is there. */
  @Override
  public boolean awaits() {
    return false;
  }

  @Override
  public synchronized void record(ConsumerRecord<String, byte[]> found) {
    if (found.key() == null || found.value() == null) {
      return;
    }
    last++;
    records.addLast(new Numbered(last, found));
    bytes += found.value().length;
    while (records.size() > most || bytes > mostBytes) {
      bytes -= records.removeFirst().bytes;
    }
  }

  private synchronized List<Numbered> after(long number) {
    List<Numbered> found = new ArrayList<>();
    Iterator<Numbered> newest = records.descendingIterator();
    while (newest.hasNext()) {
      Numbered one = newest.next();
      if (one.number <= number && number <= last) {
        break;
      }
      found.add(one);
    }
    return found;
  }

  /**
   * Newest first.
   *
   * @param after the {@code last} of an earlier answer, or 0; one of another gateway or of before a
   *     restart counts as 0 if it is beyond what this one has seen
   * @return the refusal of a bad token
   */
  public Reply<JsonNode> seen(long after, Caller caller) {
    return guard.wallet(caller.authorization()).then(wallet -> Reply.given(seen(after, wallet)));
  }

  private JsonNode seen(long after, Optional<String> wallet) {
    List<Numbered> there = after(after);
    ObjectNode answer = MAPPER.createObjectNode().put("all", guard.open());
    answer.put("last", there.isEmpty() ? after : there.get(0).number);
    ArrayNode entries = answer.putArray("entries");
    for (Numbered one : there) {
      if (entries.size() == PAGE) {
        break;
      }
      Optional<ProcessEntry> process = processes.apply(one.process);
      if (guard.open() || process.filter(known -> guard.isReader(known, wallet)).isPresent()) {
        one.entry().ifPresent(entries::add);
      }
    }
    return answer;
  }

  private static Optional<JsonNode> entry(long number, ConsumerRecord<String, byte[]> raw) {
    if (!(Wire.decodeOutbox(raw.value()) instanceof Decoded.Ok<OutboxRecord> ok)) {
      return Optional.empty();
    }
    OutboxRecord record = ok.value();
    Result result = record.result();
    ObjectNode node = MAPPER.createObjectNode();
    node.put("number", number);
    node.put("kind", Topics.moduleOfOutbox(raw.topic()));
    node.put("process", record.process());
    node.put("message", record.message());
    node.put("action", record.action());
    node.put("nonce", record.nonce());
    node.put("timestamp", record.timestamp());
    node.put("ms", Math.max(0, raw.timestamp() - record.timestamp()));
    node.put("sends", result.messages().size() + result.spawns().size());
    result.error().ifPresent(error -> node.put("failed", error));
    refusal(result).ifPresent(code -> node.put("refused", code));
    return Optional.of(node);
  }

  /** A refusal empties the outbox but for the answer, which names its code. */
  private static Optional<String> refusal(Result result) {
    return result.messages().size() == 1 && result.spawns().isEmpty()
        ? result.messages().get(0).tags().first(Names.ERROR)
        : Optional.empty();
  }
}
