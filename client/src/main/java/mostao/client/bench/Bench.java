package mostao.client.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import mostao.client.chat.Handle;
import mostao.client.chat.StoredMessage;
import mostao.client.http.AoClient;
import mostao.client.wallet.WalletType;
import org.HdrHistogram.Histogram;
import org.apache.kafka.common.KafkaException;

/** Runs the load. One use per object; blocks; may be interrupted. */
public final class Bench {
  private static final Duration SAID_EVERY = Duration.ofSeconds(5);
  private static final int MOST_PROBLEMS = 20;
  private static final int DIGITS = 3;
  private static final int ID_SHOWN = 16;

  /** Between two looks at a saturated system's topics; a message takes many times as long. */
  private static final Duration LOOK = Duration.ofMillis(5);

  private final BenchSettings settings;
  private final Meter meter;
  private final Watch watch;
  private final PrintWriter out;
  private final List<String> problems = new ArrayList<>();
  private long measuredFrom;
  private long measuredTo;
  private Moment start;
  private Moment end;

  /** What was counted until a moment. */
  private record Moment(long at, long accepted, long delivered, Meter.Reading used) {}

  /** What shows deliveries. */
  interface Watch {
    Deliveries of(Cast cast, Book book) throws IOException, InterruptedException;
  }

  private Bench(BenchSettings settings, Meter meter, Watch watch, PrintWriter out) {
    this.settings = settings;
    this.watch = watch;
    this.meter = meter;
    this.out = out;
  }

  /**
   * Prepares what is missing, sends for as long as the settings say, waits for the last delivery,
   * and compares the sessions with what was accepted.
   *
   * @param meter of the system's programs
   * @param out where to tell people how it goes
   * @throws IOException when it can't be prepared, or what was sent can't be read back
   */
  public static BenchReport run(BenchSettings settings, Meter meter, PrintWriter out)
      throws IOException, InterruptedException {
    return run(settings, meter, (cast, book) -> deliveries(settings, cast, book), out);
  }

  static BenchReport run(BenchSettings settings, Meter meter, Watch watch, PrintWriter out)
      throws IOException, InterruptedException {
    return new Bench(settings, meter, watch, out).run();
  }

  private BenchReport run() throws IOException, InterruptedException {
    // The first reading takes longer than the others.
    meter.read();
    Path folder = folder();
    Files.createDirectories(folder);
    try (Cast cast = Cast.of(settings, folder, out);
        Stock stock = Stock.of(settings, cast, folder, out)) {
      List<Long> before = new ArrayList<>();
      for (Pair pair : cast.pairs()) {
        before.add(newest(cast, pair));
      }
      return load(cast, stock, before);
    }
  }

  /** Items are worth something in one system alone. */
  private Path folder() throws IOException, InterruptedException {
    try (AoClient client =
        new AoClient(settings.gateway(), WalletType.ED25519.create(), settings.http())) {
      String registry = client.info().registry();
      if (registry.isEmpty()) {
        throw new IOException("the gateway names no Registry; is it ready?");
      }
      return settings
          .folder()
          .resolve(registry.substring(0, Math.min(ID_SHOWN, registry.length())))
          .resolve(settings.wallet().text());
    }
  }

  private BenchReport load(Cast cast, Stock stock, List<Long> before)
      throws IOException, InterruptedException {
    AtomicReference<Due> due = new AtomicReference<>();
    Book book = new Book(message -> due.get().delivered());
    try (Deliveries deliveries = watch.of(cast, book)) {
      stock.begin();
      long begin = System.nanoTime();
      measuredFrom = begin + settings.warmUp().toNanos();
      measuredTo = measuredFrom + settings.duration().toNanos();
      due.set(Due.of(settings.load(), begin, measuredTo));
      send(due.get(), stock, book);
      long drain = drain(book, deliveries);
      stock.end();
      SessionCheck check = check(cast, book, before);
      return report(book, deliveries, check, drain);
    }
  }

  private static Deliveries deliveries(BenchSettings settings, Cast cast, Book book)
      throws IOException, InterruptedException {
    if (settings.bootstrapServers().isEmpty()) {
      return new StreamDeliveries(cast, book, settings.patience());
    }
    boolean saturates =
        settings.load() instanceof Load.InFlight closed && closed.messages() > settings.sessions();
    try {
      return new TopicDeliveries(
          settings.bootstrapServers().get(), book, saturates ? LOOK : Duration.ZERO);
    } catch (KafkaException failed) {
      throw new IOException("the topics can't be read: " + failed.getMessage(), failed);
    }
  }

  private void send(Due due, Stock stock, Book book) throws IOException, InterruptedException {
    long giveUp = measuredTo + settings.drain().toNanos();
    int connections =
        settings.load() instanceof Load.InFlight closed
            ? Math.min(closed.messages(), settings.connections())
            : settings.connections();
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      List<Future<Boolean>> sending = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        DoorConnection connection =
            new DoorConnection(settings.gateway(), source(i), settings.http().requestTimeout());
        Callable<Boolean> sender = new Sender(connection, due, stock, book, giveUp);
        sending.add(threads.submit(sender));
      }
      watch(book, sending);
      boolean enough = true;
      for (Future<Boolean> sender : sending) {
        enough &= finished(sender, giveUp);
      }
      if (!enough) {
        say("all signed items are used up: measured for as long as they lasted");
      }
    } finally {
      threads.shutdownNow();
      // What is counted and compared next must not change meanwhile.
      threads.awaitTermination(settings.http().requestTimeout().toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private boolean finished(Future<Boolean> sender, long giveUp) throws InterruptedException {
    try {
      long patience = giveUp - System.nanoTime() + settings.http().requestTimeout().toNanos();
      return sender.get(Math.max(0, patience), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      problem(failed.getCause().toString());
    } catch (TimeoutException stuck) {
      problem("an item was not answered to the end");
    }
    return true;
  }

  private Optional<InetAddress> source(int connection) throws IOException {
    return settings.addresses() == 1
        ? Optional.empty()
        : Optional.of(InetAddress.getByName("127.0.0." + (2 + connection % settings.addresses())));
  }

  /** Reads the meter at both ends of the measurement, and says how it goes. */
  private void watch(Book book, List<Future<Boolean>> sending) throws InterruptedException {
    long saidAt = System.nanoTime();
    long accepted = 0;
    long delivered = 0;
    say("%s, %s", settings.load().text(), settings.warmUp().isZero() ? "measuring" : "warming up");
    for (long next = saidAt + SAID_EVERY.toNanos(); end == null; ) {
      long until = Math.min(next, start == null ? measuredFrom : measuredTo);
      boolean over = sleepUntil(until, sending);
      long now = System.nanoTime();
      if (start == null && (over || now - measuredFrom >= 0)) {
        start = moment(book);
        measuredFrom = Math.min(measuredFrom, start.at());
        say("measuring");
      } else if (over || now - measuredTo >= 0) {
        end = moment(book);
        measuredTo = Math.min(measuredTo, end.at());
      }
      if (now - next >= 0) {
        double seconds = (now - saidAt) / 1e9;
        say(
            "  accepted %.0f/s, delivered %.0f/s, %d in flight",
            (book.accepted() - accepted) / seconds,
            (book.delivered() - delivered) / seconds,
            book.posted() - book.delivered());
        saidAt = now;
        accepted = book.accepted();
        delivered = book.delivered();
        next = now + SAID_EVERY.toNanos();
      }
    }
  }

  /**
   * @return true when all senders have ended before
   */
  private static boolean sleepUntil(long until, List<Future<Boolean>> sending)
      throws InterruptedException {
    for (long wait = until - System.nanoTime(); wait > 0; wait = until - System.nanoTime()) {
      if (sending.stream().allMatch(Future::isDone)) {
        return true;
      }
      TimeUnit.NANOSECONDS.sleep(Math.min(wait, TimeUnit.MILLISECONDS.toNanos(200)));
    }
    return false;
  }

  private Moment moment(Book book) {
    Meter.Reading used = meter.read();
    return new Moment(System.nanoTime(), book.accepted(), book.delivered(), used);
  }

  /**
   * @return milliseconds until the last delivery
   */
  private long drain(Book book, Deliveries deliveries) throws InterruptedException {
    long begin = System.nanoTime();
    long deadline = begin + settings.drain().toNanos();
    while (System.nanoTime() - deadline < 0
        && deliveries.failure().isEmpty()
        && (book.delivered() < book.accepted()
            || deliveries.seesAnswers() && book.answered() < book.accepted())) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    if (!deliveries.failure().isEmpty()) {
      problem(deliveries.failure());
    }
    long undelivered = book.accepted() - book.delivered();
    if (undelivered > 0) {
      problem(
          undelivered
              + " accepted messages were not delivered after "
              + settings.drain().toSeconds()
              + " s more");
    }
    long unanswered = deliveries.seesAnswers() ? book.accepted() - book.answered() : 0;
    if (unanswered > 0) {
      problem(unanswered + " accepted messages were not answered by their sessions");
    }
    return (System.nanoTime() - begin) / 1_000_000;
  }

  private long newest(Cast cast, Pair pair) throws IOException, InterruptedException {
    return cast.registry(pair).handle(pair.from()).newestMessage(pair.session());
  }

  private SessionCheck check(Cast cast, Book book, List<Long> before)
      throws IOException, InterruptedException {
    say("comparing the sessions with what was accepted");
    List<List<Sent>> sent = new ArrayList<>();
    cast.pairs().forEach(pair -> sent.add(new ArrayList<>()));
    book.all().forEach(message -> sent.get(message.pair).add(message));
    SessionCheck all = SessionCheck.NOTHING;
    for (Pair pair : cast.pairs()) {
      Handle handle = cast.registry(pair).handle(pair.from());
      List<Long> kept = new ArrayList<>();
      long after = before.get(pair.number());
      for (List<StoredMessage> page = handle.stored(pair.session(), after);
          !page.isEmpty();
          page = handle.stored(pair.session(), after)) {
        for (StoredMessage message : page) {
          kept.add(
              Contents.number(message.content(), settings.size()).orElse(SessionCheck.NO_NUMBER));
          after = message.id();
        }
      }
      SessionCheck one = SessionCheck.of(sent.get(pair.number()), kept);
      if (!one.right()) {
        problem("session " + pair.session() + ": " + one);
      }
      all = all.and(one);
    }
    return all;
  }

  private BenchReport report(Book book, Deliveries deliveries, SessionCheck check, long drain) {
    Histogram accepted = new Histogram(DIGITS);
    Histogram delivered = new Histogram(DIGITS);
    Histogram between = new Histogram(DIGITS);
    Histogram late = new Histogram(DIGITS);
    long inFlight = 0;
    for (Sent message : book.all()) {
      boolean open = message.delivered == 0 || message.delivered - measuredTo > 0;
      inFlight += message.posted - measuredTo < 0 && open ? 1 : 0;
      if (message.due - measuredFrom >= 0 && message.due - measuredTo < 0) {
        late.recordValue(Math.max(0, message.posted - message.due));
        if (message.accepted != 0) {
          accepted.recordValue(message.accepted - message.due);
        }
        if (message.delivered != 0) {
          delivered.recordValue(message.delivered - message.due);
        }
        if (message.accepted != 0 && message.delivered != 0) {
          // The 202 may be read behind the notification.
          between.recordValue(Math.max(0, message.delivered - message.accepted));
        }
      }
    }
    double seconds = (end.at() - start.at()) / 1e9;
    if (end.delivered() == start.delivered()) {
      problem("nothing was delivered during the measurement");
    }
    return new BenchReport(
        problems.isEmpty(),
        List.copyOf(problems),
        settings.load().text(),
        settings.wallet().text(),
        settings.sessions(),
        settings.size(),
        deliveries.seenOn(),
        settings.addresses(),
        settings.warmUp().toMillis() / 1e3,
        seconds,
        book.posted(),
        (end.accepted() - start.accepted()) / seconds,
        (end.delivered() - start.delivered()) / seconds,
        Percentiles.of(accepted),
        Percentiles.of(delivered),
        Percentiles.of(between),
        Percentiles.of(late),
        book.refusals(),
        inFlight,
        drain,
        check,
        Use.between(start.used(), end.used(), end.delivered() - start.delivered()));
  }

  private void problem(String sentence) {
    if (problems.size() < MOST_PROBLEMS && !problems.contains(sentence)) {
      problems.add(sentence);
    }
  }

  private void say(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }
}
