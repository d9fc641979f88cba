package mostao.ao.kafka.group;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * The threads that read what was polled, of which checking signatures is the larger part. A poll
 * goes to several of them in parts, since its first record waits for its last. Thread-safe.
 */
public final class Readers implements AutoCloseable {
  /** So few are read where they are received, which is sooner than to wake a thread. */
  static final int FEW = 4;

  private static final int MOST = 16;

  private final int threads;
  private final ExecutorService pool;

  /**
   * @param name of the threads
   * @param threads from 1 to 16
   */
  public Readers(String name, int threads) {
    if (!isPossible(threads)) {
      throw new IllegalArgumentException(threads + " threads that read");
    }
    this.threads = threads;
    this.pool =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              Thread thread = new Thread(work, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  private static boolean isPossible(int threads) {
    return threads >= 1 && threads <= MOST;
  }

  /**
   * For a start, which refuses what can't be in one line.
   *
   * @param setting its name
   * @throws IllegalStateException naming the setting and the remedy
   */
  public static void check(String setting, int threads) {
    if (!isPossible(threads)) {
      throw new IllegalStateException(
          setting + " is " + threads + ": set it to a number from 1 to " + MOST);
    }
  }

  /**
   * Reads each record: a few of them on the calling thread, more on several at the same time.
   *
   * @param one reads one record; thread-safe
   * @return what was read, in the order of the records; fails with what {@code one} threw
   */
  public <P, R> CompletionStage<List<R>> read(List<P> records, Function<P, R> one) {
    if (records.size() <= FEW) {
      return CompletableFuture.supplyAsync(() -> all(records, one), Runnable::run);
    }
    int parts = Math.min(threads, (records.size() + FEW - 1) / FEW);
    List<CompletableFuture<List<R>>> read = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      List<P> own =
          records.subList(part * records.size() / parts, (part + 1) * records.size() / parts);
      read.add(CompletableFuture.supplyAsync(() -> all(own, one), pool));
    }
    return CompletableFuture.allOf(read.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> read.stream().map(CompletableFuture::join).flatMap(List::stream).toList());
  }

  private static <P, R> List<R> all(List<P> records, Function<P, R> one) {
    return records.stream().map(one).toList();
  }

  /** What is being read is still read. */
  @Override
  public void close() {
    pool.shutdown();
  }
}
