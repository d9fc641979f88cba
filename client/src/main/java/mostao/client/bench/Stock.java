package mostao.client.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import mostao.ao.ans104.Signer;
import mostao.ao.message.Names;
import mostao.ao.message.Tags;
import mostao.client.http.AoMessages;

/**
 * The signed items of all pairs, given out to the pairs in turn. Items are for one session of one
 * system, and a process takes each once: what is kept from run to run are those that were not
 * posted.
 *
 * <p>A pair has a file of its own; where they are many, so many share one as make the files few:
 * each file is open, in memory and made durable by itself. In a file the pairs' items are in turn,
 * so that the number of an item tells whose it is.
 */
final class Stock implements Supplier<Stock.Item>, AutoCloseable {
  private static final int SAID_EVERY = 10_000;
  private static final int MOST_FILES = 256;

  /** A signed item; its id is what its delivery is known by. */
  record Item(int pair, long number, String id, byte[] bytes) {}

  /** A file, and the pairs that share it. */
  private record Shelf(List<Pair> pairs, ItemFile file) {
    int rounds() {
      return file.unused() / pairs.size();
    }

    Item item(int index) {
      byte[] item = file.item(index);
      long number = file.number(index);
      return new Item(owner(pairs, number).number(), number, ItemIds.of(item), item);
    }
  }

  private final List<Shelf> shelves;
  private final int shared;
  private final int pairs;
  private final int rounds;
  private final AtomicLong taken = new AtomicLong();

  private Stock(List<Shelf> shelves, int shared, int pairs) {
    this.shelves = shelves;
    this.shared = shared;
    this.pairs = pairs;
    this.rounds = shelves.stream().mapToInt(Shelf::rounds).min().orElse(0);
  }

  /** Signs what is missing, on all processors. */
  static Stock of(BenchSettings settings, Cast cast, Path folder, PrintWriter out)
      throws IOException, InterruptedException {
    return of(
        settings,
        cast.pairs(),
        MOST_FILES,
        folder,
        pair -> cast.client(pair).wallet().signer(),
        out);
  }

  /**
   * @param mostFiles pairs share files if they are more
   * @param signers of the pairs' items
   */
  static Stock of(
      BenchSettings settings,
      List<Pair> pairs,
      int mostFiles,
      Path folder,
      Function<Pair, Signer> signers,
      PrintWriter out)
      throws IOException, InterruptedException {
    int each = Math.toIntExact((settings.items() + pairs.size() - 1) / pairs.size());
    int shared = (pairs.size() + mostFiles - 1) / mostFiles;
    AtomicLong signed = new AtomicLong();
    long start = System.nanoTime();
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    List<Shelf> shelves = new ArrayList<>();
    try {
      List<Future<Shelf>> signing = new ArrayList<>();
      for (int first = 0; first < pairs.size(); first += shared) {
        List<Pair> some = pairs.subList(first, Math.min(pairs.size(), first + shared));
        signing.add(
            threads.submit(
                () ->
                    new Shelf(
                        some,
                        ItemFile.with(
                            folder.resolve(settings.size() + "-" + name(some) + ".items"),
                            Math.multiplyExact(each, some.size()),
                            number -> {
                              if (signed.incrementAndGet() % SAID_EVERY == 0) {
                                out.printf(Locale.ROOT, "signed %d%n", signed.get());
                                out.flush();
                              }
                              Pair pair = owner(some, number);
                              return sign(settings, signers.apply(pair), pair, number);
                            }))));
      }
      for (Future<Shelf> shelf : signing) {
        shelves.add(shelf.get());
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
    return new Stock(shelves, shared, pairs.size());
  }

  /** Of a file: the session alone, or what only these sessions together have. */
  private static String name(List<Pair> some) {
    if (some.size() == 1) {
      return some.get(0).session();
    }
    byte[] sessions =
        some.stream()
            .map(Pair::session)
            .collect(Collectors.joining(" "))
            .getBytes(StandardCharsets.US_ASCII);
    return ItemIds.hash(sessions, 0, sessions.length);
  }

  private static Pair owner(List<Pair> some, long number) {
    return some.get((int) (number % some.size()));
  }

  private static byte[] sign(BenchSettings settings, Signer signer, Pair pair, long number) {
    String data = Contents.relay(pair.session(), Contents.of(number, settings.size()));
    return AoMessages.draft(pair.from().pid(), Tags.of(Names.ACTION, "RelayMessage"), data)
        .sign(signer)
        .orThrow()
        .bytes();
  }

  /** Nothing that may be posted from now on will be posted by another run. */
  void begin() throws IOException {
    for (Shelf shelf : shelves) {
      shelf.file().begin();
    }
  }

  /** The next one; null when there are no more. */
  @Override
  public Item get() {
    long ticket = taken.getAndIncrement();
    long round = ticket / pairs;
    if (round >= rounds) {
      return null;
    }
    int pair = (int) (ticket % pairs);
    Shelf shelf = shelves.get(pair / shared);
    return shelf.item((int) round * shelf.pairs().size() + pair % shared);
  }

  /** What was not posted is good for another run. */
  void end() throws IOException {
    long all = Math.min(taken.get(), (long) rounds * pairs);
    for (int i = 0; i < shelves.size(); i++) {
      int first = i * shared;
      int posted = 0;
      for (int pair = first; pair < first + shelves.get(i).pairs().size(); pair++) {
        posted += posted(all, pairs, pair);
      }
      shelves.get(i).file().end(posted);
    }
  }

  /** How many of all were this pair's. */
  static int posted(long all, int pairs, int pair) {
    return (int) ((all + pairs - 1 - pair) / pairs);
  }

  @Override
  public void close() throws IOException {
    for (Shelf shelf : shelves) {
      shelf.file().close();
    }
  }
}
