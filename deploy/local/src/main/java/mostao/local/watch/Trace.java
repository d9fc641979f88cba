package mostao.local.watch;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import mostao.ao.ans104.Base64Url;
import mostao.local.os.StartFailure;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * What one message caused, as the topics tell it.
 *
 * @param asked id that the chain was found by
 * @param chain empty for a process of which only later messages were read
 * @param latest for a process whose birth was not read: its latest messages, oldest first
 * @param groups by name, as they were before the topics were read
 * @param read how many records were read for it
 * @param from how far back was read
 * @param notes sentences about what is left out
 */
public record Trace(
    String asked,
    Chain chain,
    List<Seen> latest,
    Map<String, Group> groups,
    long read,
    Instant from,
    Set<String> notes) {
  /** Most messages of a process that are named for it. */
  private static final int LATEST = 10;

  /**
   * How much is read and kept.
   *
   * @param from records before this moment are not read
   * @param records read in all
   * @param kept records of the chain
   */
  public record Bounds(Instant from, long records, int kept) {}

  /**
   * Reads the topics, twice if the id is in the middle of a chain.
   *
   * @param id of a message or process, or {@code PROCESS@NONCE}
   * @param data whether contents are kept
   * @throws StartFailure when no record has it
   */
  public static Trace of(KafkaConnection broker, String id, Bounds bounds, boolean data) {
    Wanted wanted = Wanted.parse(id);
    Set<String> notes = new TreeSet<>();
    // Whatever a group has taken before has its Result on the topic that is read after.
    Map<String, Group> groups = new LinkedHashMap<>();
    try (Admin admin = broker.admin()) {
      groups.putAll(Group.ask(admin, Group.known(), notes));
    }
    try (KafkaConsumer<String, byte[]> consumer = broker.reader()) {
      Decoding decoding = new Decoding(data);
      Search search = new Search(wanted, bounds.kept());
      Scan first = new Scan(consumer, bounds.records(), notes);
      first.each(Scan.traced(), bounds.from(), wanted.id(), decoding, search::add);
      long read = first.read();
      String root = search.root().orElse(wanted.id());
      List<Seen> records = search.chain();
      if (!root.equals(wanted.id())) {
        Search whole = new Search(new Wanted(root, Optional.empty()), bounds.kept());
        Scan second = new Scan(consumer, bounds.records(), notes);
        second.each(Scan.traced(), bounds.from(), root, decoding, whole::add);
        read += second.read();
        records = whole.chain();
        search = search.with(whole);
      }
      if (search.isCut()) {
        notes.add("the chain has more than " + bounds.kept() + " records (--most)");
      }
      if (records.isEmpty() && search.latest().isEmpty()) {
        throw notFound(id, bounds, read, notes);
      }
      return new Trace(
          search.message().orElse(wanted.id()),
          Chain.of(records),
          search.latest(),
          groups,
          read,
          bounds.from(),
          notes);
    }
  }

  private static StartFailure notFound(String id, Bounds bounds, long read, Set<String> notes) {
    String denied = notes.isEmpty() ? "" : "; " + String.join("; ", notes);
    return new StartFailure(
        "none of "
            + read
            + " records since "
            + bounds.from().truncatedTo(ChronoUnit.SECONDS)
            + " has "
            + id
            + "; look further back with --back, or ask for the message of an assignment as"
            + " PROCESS@NONCE"
            + denied);
  }

  /**
   * @param id of a message or a process
   * @param nonce of the message of this process that is meant
   */
  record Wanted(String id, Optional<Long> nonce) {
    static Wanted parse(String text) {
      String[] parts = text.split("@", 2);
      boolean place = parts.length == 2;
      if (!Base64Url.isId(parts[0]) || place && !parts[1].matches("[0-9]{1,18}")) {
        throw new StartFailure(
            "'"
                + text
                + "' is not an id; give the 43 characters of a message or process, or"
                + " PROCESS@NONCE for an assignment");
      }
      return new Wanted(parts[0], place ? Optional.of(Long.parseLong(parts[1])) : Optional.empty());
    }
  }

  /** What belongs to what is wanted, among the records that mention it. */
  static final class Search {
    private final Wanted wanted;
    private final int most;
    private final List<Seen> chain = new ArrayList<>();
    private final Deque<Seen> latest = new ArrayDeque<>();
    private Optional<String> root = Optional.empty();
    private Optional<String> message = Optional.empty();
    private boolean cut;

    Search(Wanted wanted, int most) {
      this.wanted = wanted;
      this.most = most;
    }

    void add(Seen seen) {
      if (is(seen)) {
        root = seen.chain().or(() -> root);
        message = messageOf(seen).or(() -> message);
      }
      boolean letter = seen instanceof Seen.Dead && wanted.nonce().isEmpty();
      if (letter || seen.chain().filter(wanted.id()::equals).isPresent() || is(seen)) {
        if (chain.size() < most) {
          chain.add(seen);
        } else {
          cut = true;
        }
      } else if (seen instanceof Seen.Taken taken
          && wanted.nonce().isEmpty()
          && taken.target().equals(wanted.id())) {
        latest.addLast(seen);
        if (latest.size() > LATEST) {
          latest.removeFirst();
        }
      }
    }

    private static Optional<String> messageOf(Seen seen) {
      if (seen instanceof Seen.Evaluated one) {
        return Optional.of(one.message());
      }
      return seen instanceof Seen.Taken one ? Optional.of(one.id()) : Optional.empty();
    }

    private boolean is(Seen seen) {
      if (wanted.nonce().isPresent()) {
        return seen instanceof Seen.Evaluated one
            && one.process().equals(wanted.id())
            && one.nonce() == wanted.nonce().get();
      }
      return messageOf(seen).filter(wanted.id()::equals).isPresent()
          || seen instanceof Seen.Told told && told.id().equals(wanted.id());
    }

    Optional<String> root() {
      return root;
    }

    Optional<String> message() {
      return message;
    }

    List<Seen> chain() {
      return chain;
    }

    /** Of a process whose birth was not found. */
    List<Seen> latest() {
      return root.isPresent() ? List.of() : List.copyOf(latest);
    }

    boolean isCut() {
      return cut;
    }

    Search with(Search whole) {
      cut |= whole.cut;
      return this;
    }
  }
}
