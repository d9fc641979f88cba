package mostao.client.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import mostao.ao.message.Names;
import mostao.ao.message.Tags;
import mostao.client.http.AoMessages;

/**
 * The signed items of all pairs, given out to the pairs in turn. Items are for one session of one
 * system, and a process takes each once: what is kept from run to run are those that were not
 * posted.
 */
final class Stock implements Supplier<Stock.Item>, AutoCloseable {
  private static final int SAID_EVERY = 10_000;

  /** A signed item; its id is what its delivery is known by. */
  record Item(int pair, long number, String id, byte[] bytes) {}

  private final List<ItemFile> files;
  private final int rounds;
  private final AtomicLong taken = new AtomicLong();

  private Stock(List<ItemFile> files) {
    this.files = files;
    this.rounds = files.stream().mapToInt(ItemFile::unused).min().orElse(0);
  }

  /** Signs what is missing, on all processors. */
  static Stock of(BenchSettings settings, Cast cast, Path folder, PrintWriter out)
      throws IOException, InterruptedException {
    int pairs = cast.pairs().size();
    int each = Math.toIntExact((settings.items() + pairs - 1) / pairs);
    AtomicLong signed = new AtomicLong();
    long start = System.nanoTime();
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    List<ItemFile> files = new ArrayList<>();
    try {
      List<Future<ItemFile>> signing = new ArrayList<>();
      for (Pair pair : cast.pairs()) {
        signing.add(
            threads.submit(
                () ->
                    ItemFile.with(
                        folder.resolve(settings.size() + "-" + pair.session() + ".items"),
                        each,
                        number -> {
                          if (signed.incrementAndGet() % SAID_EVERY == 0) {
                            out.printf(Locale.ROOT, "signed %d%n", signed.get());
                            out.flush();
                          }
                          return sign(settings, cast, pair, number);
                        })));
      }
      for (Future<ItemFile> file : signing) {
        files.add(file.get());
      }
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof IOException cause
          ? cause
          : new IOException(failed.getCause());
    } finally {
      threads.shutdownNow();
    }
    if (signed.get() > 0) {
      out.printf(
          Locale.ROOT,
          "signed %d items in %.1f s%n",
          signed.get(),
          (System.nanoTime() - start) / 1e9);
      out.flush();
    }
    return new Stock(files);
  }

  private static byte[] sign(BenchSettings settings, Cast cast, Pair pair, long number) {
    String data = Contents.relay(pair.session(), Contents.of(number, settings.size()));
    return AoMessages.draft(pair.from().pid(), Tags.of(Names.ACTION, "RelayMessage"), data)
        .sign(cast.client(pair).wallet().signer())
        .orThrow()
        .bytes();
  }

  /** Nothing that may be posted from now on will be posted by another run. */
  void begin() throws IOException {
    for (ItemFile file : files) {
      file.begin();
    }
  }

  /** The next one; null when there are no more. */
  @Override
  public Item get() {
    long ticket = taken.getAndIncrement();
    int pair = (int) (ticket % files.size());
    long index = ticket / files.size();
    if (index >= rounds) {
      return null;
    }
    ItemFile file = files.get(pair);
    byte[] item = file.item((int) index);
    return new Item(pair, file.number((int) index), ItemIds.of(item), item);
  }

  /** What was not posted is good for another run. */
  void end() throws IOException {
    long all = Math.min(taken.get(), (long) rounds * files.size());
    for (int pair = 0; pair < files.size(); pair++) {
      files.get(pair).end(posted(all, files.size(), pair));
    }
  }

  /** How many of all were this pair's. */
  static int posted(long all, int pairs, int pair) {
    return (int) ((all + pairs - 1 - pair) / pairs);
  }

  @Override
  public void close() throws IOException {
    for (ItemFile file : files) {
      file.close();
    }
  }
}
