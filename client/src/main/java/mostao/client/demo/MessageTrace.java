package mostao.client.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows messages through the topics: sender's handle, session, receiver's handle, each once as
 * taken and once as evaluated. Not thread-safe.
 */
final class MessageTrace {
  private static final List<String> ACTIONS = List.of("RelayMessage", "SendMessage", "Notify");

  private final List<TracedRecord> seen = new ArrayList<>();

  void add(TracedRecord record) {
    seen.add(record);
  }

  /**
   * When the message that began with this item was evaluated under this Action, if it was yet.
   *
   * @param root id of the sender's own item
   */
  Optional<Long> evaluated(String root, String action) {
    return find(root, action, true).map(TracedRecord::timestamp);
  }

  /** When the first inbox had it. */
  Optional<Long> accepted(String root) {
    return find(root, ACTIONS.get(0), false).map(TracedRecord::timestamp);
  }

  /** Whether every hop of it was seen. */
  boolean isWhole(String root) {
    return ACTIONS.stream()
        .allMatch(
            action ->
                find(root, action, false).isPresent() && find(root, action, true).isPresent());
  }

  /**
   * The hops of one message in order.
   *
   * @param sentAt Unix milliseconds
   * @param names of processes by id
   */
  List<Hop> of(String root, long sentAt, Map<String, String> names) {
    List<Hop> hops = new ArrayList<>();
    long before = sentAt;
    for (String action : ACTIONS) {
      for (boolean evaluated : new boolean[] {false, true}) {
        Optional<TracedRecord> found = find(root, action, evaluated);
        if (found.isPresent()) {
          TracedRecord record = found.get();
          hops.add(
              new Hop(
                  record.topic(),
                  record.partition(),
                  record.offset(),
                  record.process(),
                  names.getOrDefault(record.process(), record.process()),
                  action,
                  record.id(),
                  record.timestamp(),
                  record.timestamp() - before));
          before = record.timestamp();
        }
      }
    }
    return hops;
  }

  private Optional<TracedRecord> find(String root, String action, boolean evaluated) {
    return seen.stream()
        .filter(record -> record.evaluated() == evaluated)
        .filter(record -> record.root().equals(root) && record.action().equals(action))
        .findFirst();
  }
}
