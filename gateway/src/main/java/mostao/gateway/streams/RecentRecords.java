package mostao.gateway.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The latest records of one partition of the wallets' inbox, bounded. Thread-safe. */
final class RecentRecords {
  private final RecordRing ring;
  private final Map<String, List<Watch>> watches = new HashMap<>();
  private boolean begun;

  /**
   * @param mostBytes of their keys and values
   */
  RecentRecords(int mostRecords, int mostBytes) {
    this.ring = new RecordRing(mostRecords, mostBytes);
  }

  /**
   * The listener of one key. Records for the key since some offset are still held here, unless they
   * were dropped; so a stream that waits long need not read back the records of others. Guarded by
   * the ring.
   */
  static final class Watch {
    private final String key;
    private final Runnable wake;
    private long since;
    private long dropped = -1;

    private Watch(String key, Runnable wake, long since) {
      this.key = key;
      this.wake = wake;
      this.since = since;
    }
  }

  synchronized Watch watch(String key, Runnable wake) {
    Watch watch = new Watch(key, wake, begun ? ring.end() : Long.MAX_VALUE);
    watches.computeIfAbsent(key, one -> new ArrayList<>(1)).add(watch);
    return watch;
  }

  /** Whether somebody listens. */
  synchronized boolean isWatched() {
    return !watches.isEmpty();
  }

  synchronized void unwatch(Watch watch) {
    List<Watch> others = watches.getOrDefault(watch.key, List.of());
    others.remove(watch);
    if (others.isEmpty()) {
      watches.remove(watch.key);
    }
  }

  /** Where the partition ends, as far as it was tailed; nothing before the tail has begun. */
  synchronized OptionalLong end() {
    return begun ? OptionalLong.of(ring.end()) : OptionalLong.empty();
  }

  /** The next record of the tail. */
  void add(TopicEntry entry) {
    List<Runnable> woken = new ArrayList<>();
    synchronized (this) {
      stand(entry.offset());
      while (ring.isFullFor(entry)) {
        dropped(ring.key(ring.first()), ring.first());
        ring.dropOldest();
      }
      ring.add(entry);
      if (ring.first() == ring.end()) {
        dropped(entry.key(), entry.offset());
      }
      for (Watch watch : watches.getOrDefault(entry.key(), List.of())) {
        woken.add(watch.wake);
      }
    }
    woken.forEach(Runnable::run);
  }

  private void dropped(String key, long offset) {
    for (Watch watch : watches.getOrDefault(key, List.of())) {
      watch.dropped = offset;
    }
  }

  /** The tail stands here, whether or not there was a record. */
  synchronized void stand(long next) {
    if (!begun || next != ring.end()) {
      // The records before it are not known.
      begun = true;
      ring.begin(next);
      watches.values().forEach(all -> all.forEach(watch -> watch.since = next));
    }
  }

  /**
   * The records for the watch's key from an offset on.
   *
   * @param start offset of the first record that is to be given
   * @return nothing when that can't be told from what is held here
   */
  synchronized Optional<WalletPage> read(Watch watch, long from, long start, int pageBytes) {
    // Another gateway may have shown what this one has not heard of yet: only the broker knows.
    if (!begun || Math.max(from, start) > ring.end()) {
      return Optional.empty();
    }
    if (from < ring.first() && (from < watch.since || from <= watch.dropped)) {
      return Optional.empty();
    }
    byte[] key = watch.key.getBytes(UTF_8);
    List<TopicEntry> found = new ArrayList<>();
    long size = 0;
    for (long offset = Math.max(from, ring.first()); offset < ring.end(); offset++) {
      if (ring.isFor(offset, key)) {
        if (size >= pageBytes) {
          return Optional.of(new WalletPage(found, 0, offset, true));
        }
        TopicEntry entry = ring.entry(offset);
        found.add(entry);
        size += entry.value().length;
      }
    }
    return Optional.of(new WalletPage(found, 0, ring.end(), false));
  }
}
