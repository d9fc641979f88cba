package mostao.ao.kafka.directory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Processes in the order in which they were recorded: 12 bytes each beside what the directory has
 * anyway. Added to by one thread, read by any.
 */
public final class CreationIndex {
  private static final int FIRST_ROOM = 64;

  private volatile Filled filled =
      new Filled(new long[FIRST_ROOM], new ProcessEntry[FIRST_ROOM], 0);

  /** Array elements from {@code size} on may change; those before it never do. */
  private record Filled(long[] places, ProcessEntry[] processes, int size) {}

  /**
   * A process and where it stands.
   *
   * @param place its offset in the directory's topic
   */
  public record Entry(long place, ProcessEntry process) {
    public Entry {
      Objects.requireNonNull(process, "process");
    }
  }

  void add(long place, ProcessEntry process) {
    Filled now = filled;
    int room = now.size == now.places.length ? now.size + now.size / 2 : now.places.length;
    boolean grow = room > now.places.length;
    long[] places = grow ? Arrays.copyOf(now.places, room) : now.places;
    ProcessEntry[] processes = grow ? Arrays.copyOf(now.processes, room) : now.processes;
    places[now.size] = place;
    processes[now.size] = process;
    filled = new Filled(places, processes, now.size + 1);
  }

  /** Those behind a place that are wanted, oldest first. */
  public List<Entry> after(long place, Predicate<ProcessEntry> wanted, int most) {
    Filled now = filled;
    List<Entry> found = new ArrayList<>();
    for (int i = index(now, place + 1); i < now.size && found.size() < most; i++) {
      put(now, i, wanted, found);
    }
    return found;
  }

  /** Those before a place that are wanted, newest first. */
  public List<Entry> before(long place, Predicate<ProcessEntry> wanted, int most) {
    Filled now = filled;
    List<Entry> found = new ArrayList<>();
    for (int i = index(now, place) - 1; i >= 0 && found.size() < most; i--) {
      put(now, i, wanted, found);
    }
    return found;
  }

  private static void put(Filled now, int i, Predicate<ProcessEntry> wanted, List<Entry> found) {
    if (wanted.test(now.processes[i])) {
      found.add(new Entry(now.places[i], now.processes[i]));
    }
  }

  /** Of the first entry at this place or behind it. */
  private static int index(Filled now, long place) {
    int found = Arrays.binarySearch(now.places, 0, now.size, place);
    return found >= 0 ? found : -found - 1;
  }

  public int size() {
    return filled.size;
  }
}
