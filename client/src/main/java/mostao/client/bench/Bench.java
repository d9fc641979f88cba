package mostao.client.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mostao.client.chat.Handle;
import mostao.client.chat.StoredMessage;
import org.HdrHistogram.Histogram;
import org.apache.kafka.common.KafkaException;

/** Runs the load. One use per object; blocks; may be interrupted. */
public final class Bench {
  private static final int MOST_PROBLEMS = 20;
  private static final String ACCEPTED = "accepted";
  private static final String DELIVERED = "delivered";
  private static final int DIGITS = 3;

  /** Between two looks at a saturated system's topics; a message takes many times as long. */
  private static final Duration LOOK = Duration.ofMillis(5);

  private final BenchSettings settings;
  private final Meter meter;
  private final Watch watch;
  private final PrintWriter out;
  private final List<String> problems = new ArrayList<>();

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
    Path folder = Cast.folder(settings);
    try (Cast cast = Cast.of(settings, folder, out);
        Stock stock = Stock.of(settings, cast, folder, out)) {
      return load(cast, stock, cast.newest());
    }
  }

  private BenchReport load(Cast cast, Stock stock, List<Long> before)
      throws IOException, InterruptedException {
    AtomicReference<Due> due = new AtomicReference<>();
    Book book = new Book(message -> due.get().delivered());
    try (Deliveries deliveries = watch.of(cast, book)) {
      stock.begin();
      Measurement measured = new Measurement(settings, meter, out);
      due.set(measured.due());
      boolean enough =
          measured.run(
              counts(book),
              (connection, giveUp) -> new Sender(connection, measured.due(), stock, book, giveUp));
      if (!enough) {
        say("all signed items are used up: measured for as long as they lasted");
      }
      measured.problems().forEach(this::problem);
      long drain = drain(book, deliveries);
      stock.end();
      SessionCheck check = check(cast, book, before);
      return report(measured, book, deliveries, check, drain);
    }
  }

  private static Measurement.Counts counts(Book book) {
    return new Measurement.Counts(
        Map.of(ACCEPTED, book::accepted, DELIVERED, book::delivered),
        () -> book.posted() - book.delivered());
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

  private SessionCheck check(Cast cast, Book book, List<Long> before)
      throws IOException, InterruptedException {
    say("comparing the sessions with what was accepted");
    List<List<Sent>> sent = new ArrayList<>();
    cast.pairs().forEach(pair -> sent.add(new ArrayList<>()));
    book.all().forEach(message -> sent.get(message.pair).add(message));
    // Of many sessions most may have got nothing.
    List<Pair> written =
        cast.pairs().stream().filter(pair -> !sent.get(pair.number()).isEmpty()).toList();
    List<SessionCheck> checks =
        Cast.each(
            written,
            pair ->
                SessionCheck.of(
                    sent.get(pair.number()), kept(cast, pair, before.get(pair.number()))));
    SessionCheck all = SessionCheck.NOTHING;
    for (int i = 0; i < checks.size(); i++) {
      if (!checks.get(i).right()) {
        problem("session " + written.get(i).session() + ": " + checks.get(i));
      }
      all = all.and(checks.get(i));
    }
    return all;
  }

  /** Numbers of the contents that the session has of this run. */
  private List<Long> kept(Cast cast, Pair pair, long before)
      throws IOException, InterruptedException {
    Handle handle = cast.registry(pair).handle(pair.from());
    List<Long> kept = new ArrayList<>();
    long after = before;
    for (List<StoredMessage> page = handle.stored(pair.session(), after);
        !page.isEmpty();
        page = handle.stored(pair.session(), after)) {
      for (StoredMessage message : page) {
        kept.add(
            Contents.number(message.content(), settings.size()).orElse(SessionCheck.NO_NUMBER));
        after = message.id();
      }
    }
    return kept;
  }

  private BenchReport report(
      Measurement measured, Book book, Deliveries deliveries, SessionCheck check, long drain) {
    Histogram accepted = new Histogram(DIGITS);
    Histogram delivered = new Histogram(DIGITS);
    Histogram between = new Histogram(DIGITS);
    Histogram late = new Histogram(DIGITS);
    long inFlight = 0;
    for (Sent message : book.all()) {
      boolean open = message.delivered == 0 || message.delivered - measured.to() > 0;
      inFlight += message.posted - measured.to() < 0 && open ? 1 : 0;
      if (measured.counts(message.due)) {
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
    if (measured.done(DELIVERED) == 0) {
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
        measured.seconds(),
        book.posted(),
        measured.perSecond(ACCEPTED),
        measured.perSecond(DELIVERED),
        Percentiles.of(accepted),
        Percentiles.of(delivered),
        Percentiles.of(between),
        Percentiles.of(late),
        book.refusals(),
        inFlight,
        drain,
        check,
        measured.use(DELIVERED));
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
