package mostao.local.watch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What one message caused: a tree made of the records that are part of it, in whatever order they
 * were read.
 *
 * @param roots messages whose cause is not among the records; one, if all were read
 * @param letters dead letters of none of these messages
 */
record Chain(List<Node> roots, List<Seen.Dead> letters) {
  /**
   * A message to one process.
   *
   * @param taken its first record on the inbox; none if only its Result was read
   * @param again where it arrived again, under the same id
   * @param result none if it was not evaluated yet
   * @param dead why it was not, if it can't be
   * @param caused by its Result, in order
   */
  record Node(
      Optional<Seen.Taken> taken,
      List<Place> again,
      Optional<Seen.Evaluated> result,
      Optional<Seen.Dead> dead,
      List<Caused> caused) {
    String id() {
      return taken.map(Seen.Taken::id).orElseGet(() -> result.orElseThrow().message());
    }

    String process() {
      return taken.map(Seen.Taken::target).orElseGet(() -> result.orElseThrow().process());
    }

    long at() {
      return taken.map(Seen.Taken::at).orElseGet(() -> result.orElseThrow().at());
    }
  }

  /** What became of an entry of a Result. */
  sealed interface Caused {}

  /** It is on an inbox. */
  record Delivered(Node node) implements Caused {}

  /** A wallet can fetch it. */
  record ToWallet(Seen.Told told) implements Caused {}

  /**
   * It is on no topic yet.
   *
   * @param spawn whether it asks for a process
   */
  record NotThere(Seen.Sent sent, boolean spawn) implements Caused {}

  private record Key(String process, String id) {}

  /** Of which entry of an outbox something is the delivery. */
  private record Entry(String process, String reference) {}

  private record Answer(String process, String message, int index) {}

  /** The tree of these records. */
  static Chain of(List<? extends Seen> records) {
    return new Building(records).chain();
  }

  /** The first node for which this is so, from the roots on. */
  Optional<Node> find(Predicate<Node> wanted) {
    List<Node> open = new ArrayList<>(roots);
    for (int i = 0; i < open.size(); i++) {
      Node node = open.get(i);
      if (wanted.test(node)) {
        return Optional.of(node);
      }
      for (Caused caused : node.caused()) {
        if (caused instanceof Delivered delivered) {
          open.add(delivered.node());
        }
      }
    }
    return Optional.empty();
  }

  private static final class Building {
    private final Map<Key, List<Seen.Taken>> taken = new LinkedHashMap<>();
    private final Map<Key, Seen.Evaluated> results = new LinkedHashMap<>();
    private final Map<Answer, Seen.Told> told = new HashMap<>();
    private final Map<Place, Seen.Dead> dead = new LinkedHashMap<>();
    private final Map<Entry, List<Key>> messages = new HashMap<>();
    private final Map<Entry, List<Key>> spawns = new HashMap<>();
    private final List<Key> begun = new ArrayList<>();

    Building(List<? extends Seen> records) {
      List<Seen> ordered = new ArrayList<>(records);
      ordered.sort(
          Comparator.comparingLong(Seen::at).thenComparingLong(seen -> seen.place().offset()));
      for (Seen seen : ordered) {
        if (seen instanceof Seen.Taken one) {
          taken.computeIfAbsent(new Key(one.target(), one.id()), k -> new ArrayList<>()).add(one);
        } else if (seen instanceof Seen.Evaluated one) {
          // A Result that was published again is the same.
          results.putIfAbsent(new Key(one.process(), one.message()), one);
        } else if (seen instanceof Seen.Told one) {
          told.putIfAbsent(new Answer(one.process(), one.message(), one.index()), one);
        } else if (seen instanceof Seen.Dead one) {
          dead.put(one.source(), one);
        }
      }
    }

    Chain chain() {
      Map<Entry, Key> senders = new HashMap<>();
      results.forEach(
          (key, result) -> {
            result.messages().forEach(one -> senders.put(entry(result, one.anchor()), key));
            result
                .spawns()
                .forEach(
                    one -> one.reference().ifPresent(ref -> senders.put(entry(result, ref), key)));
          });
      taken.forEach((key, arrivals) -> place(key, arrivals.get(0), senders));
      for (Key key : results.keySet()) {
        if (!taken.containsKey(key)) {
          begun.add(key);
        }
      }
      List<Node> roots = new ArrayList<>(begun.stream().map(this::node).toList());
      roots.sort(Comparator.comparingLong(Node::at));
      return new Chain(List.copyOf(roots), List.copyOf(dead.values()));
    }

    private static Entry entry(Seen.Evaluated result, String reference) {
      return new Entry(result.process(), reference);
    }

    /** Below the message in whose Result it is, if that was read. */
    private void place(Key key, Seen.Taken one, Map<Entry, Key> senders) {
      boolean spawned = one.anchor().isEmpty();
      String reference = spawned ? one.reference().orElse("") : one.anchor();
      Entry entry = new Entry(one.from(), reference);
      if (!one.push() || !senders.containsKey(entry)) {
        begun.add(key);
      } else {
        (spawned ? spawns : messages).computeIfAbsent(entry, k -> new ArrayList<>()).add(key);
      }
    }

    private Node node(Key key) {
      List<Seen.Taken> arrivals = taken.getOrDefault(key, List.of());
      Optional<Seen.Evaluated> result = Optional.ofNullable(results.get(key));
      Optional<Seen.Dead> letter = arrivals.stream().flatMap(a -> letter(a).stream()).findFirst();
      Optional<Seen.Dead> undelivered = result.flatMap(this::letter);
      return new Node(
          arrivals.stream().findFirst(),
          arrivals.stream().skip(1).map(Seen.Taken::place).toList(),
          result,
          letter.or(() -> undelivered),
          result.map(this::caused).orElse(List.of()));
    }

    /** Each message is in the tree once, whatever Results say of it. */
    private static List<Key> delivered(Map<Entry, List<Key>> places, Entry entry) {
      return Optional.ofNullable(places.remove(entry)).orElse(List.of());
    }

    private Optional<Seen.Dead> letter(Seen seen) {
      return Optional.ofNullable(dead.remove(seen.place()));
    }

    private List<Caused> caused(Seen.Evaluated result) {
      List<Caused> caused = new ArrayList<>();
      int index = 0;
      for (Seen.Sent sent : result.messages()) {
        List<Key> there = delivered(messages, entry(result, sent.anchor()));
        Seen.Told answer = told.get(new Answer(result.process(), result.message(), index++));
        there.forEach(key -> caused.add(new Delivered(node(key))));
        if (answer != null) {
          caused.add(new ToWallet(answer));
        } else if (there.isEmpty()) {
          caused.add(new NotThere(sent, false));
        }
      }
      for (Seen.Sent sent : result.spawns()) {
        List<Key> there =
            sent.reference().map(ref -> delivered(spawns, entry(result, ref))).orElse(List.of());
        there.forEach(key -> caused.add(new Delivered(node(key))));
        if (there.isEmpty()) {
          caused.add(new NotThere(sent, true));
        }
      }
      return List.copyOf(caused);
    }
  }
}
