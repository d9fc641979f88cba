package mostao.gateway.streams;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The latest records of one partition of the wallets' inbox, bounded. Thread-safe. */
final class RecentRecords {
  private final int mostRecords;
  private final long mostBytes;
  private final TreeMap<Long, TopicEntry> entries = new TreeMap<>();
  private final Map<String, List<Watch>> watches = new HashMap<>();
  private long bytes;
  private long first;
  private long end = -1;

  RecentRecords(int mostRecords, long mostBytes) {
    this.mostRecords = mostRecords;
    this.mostBytes = mostBytes;
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
    Watch watch = new Watch(key, wake, end < 0 ? Long.MAX_VALUE : end);
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
    return end < 0 ? OptionalLong.empty() : OptionalLong.of(end);
  }

  /** The next record of the tail. */
  void add(TopicEntry entry) {
    List<Runnable> woken = new ArrayList<>();
    synchronized (this) {
      if (entry.offset() != end) {
        begin(entry.offset());
      }
      entries.put(entry.offset(), entry);
      bytes += entry.value().length;
      end = entry.offset() + 1;
      while (!entries.isEmpty() && (entries.size() > mostRecords || bytes > mostBytes)) {
        drop(entries.pollFirstEntry().getValue());
      }
      first = entries.isEmpty() ? end : entries.firstKey();
      for (Watch watch : watches.getOrDefault(entry.key(), List.of())) {
        woken.add(watch.wake);
      }
    }
    woken.forEach(Runnable::run);
  }

  private void drop(TopicEntry entry) {
    bytes -= entry.value().length;
    for (Watch watch : watches.getOrDefault(entry.key(), List.of())) {
      watch.dropped = entry.offset();
    }
  }

  /** The tail stands here, whether or not there was a record. */
  synchronized void stand(long next) {
    if (next != end) {
      begin(next);
    }
  }

  /** The records before this offset are not known. */
  private void begin(long offset) {
    entries.clear();
    bytes = 0;
    first = offset;
    end = offset;
    watches.values().forEach(all -> all.forEach(watch -> watch.since = offset));
  }

  /**
   * The records for the watch's key from an offset on.
   *
   * @param start offset of the first record that is to be given
   * @return nothing when that can't be told from what is held here
   */
  synchronized Optional<WalletPage> read(Watch watch, long from, long start, int pageBytes) {
    // Another gateway may have shown what this one has not heard of yet: only the broker knows.
    if (end < 0 || Math.max(from, start) > end) {
      return Optional.empty();
    }
    if (from < first && (from < watch.since || from <= watch.dropped)) {
      return Optional.empty();
    }
    List<TopicEntry> found = new ArrayList<>();
    long size = 0;
    for (TopicEntry entry : entries.tailMap(from).values()) {
      if (entry.key().equals(watch.key)) {
        if (size >= pageBytes) {
          return Optional.of(new WalletPage(found, 0, entry.offset(), true));
        }
        found.add(entry);
        size += entry.value().length;
      }
    }
    return Optional.of(new WalletPage(found, 0, end, false));
  }
}
