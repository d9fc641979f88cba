package mostao.ao.kafka.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * Lets a line of the libraries through when a state begins, says once more when it has ended, and
 * nothing in between. Kafka's clients say several times a second that a broker is away, and a
 * program that is not ready says so at every probe. Lines that differ in numbers alone are the same
 * one; those of another level or with another exception are not. Of our own loggers only {@link
 * #COMMITS} and {@link #UNITS} are among them. Thread-safe.
 */
public final class RepeatedLines implements Filter {
  /** The logger of commits of offsets, which are tried again every second or so. */
  public static final String COMMITS = "mostao.commits";

  /** The logger of questions to units, of which there may be hundreds a second. */
  public static final String UNITS = "mostao.units";

  private static final List<String> CHATTERING =
      List.of(
          "org.apache.kafka.",
          "io.smallrye.health",
          "io.smallrye.reactive.messaging",
          COMMITS,
          UNITS);

  private static final Pattern NUMBERS = Pattern.compile("-?\\d+");

  /** A probe comes every ten seconds or so, a connection is tried every two at most. */
  private static final Duration OVER = Duration.ofMinutes(1);

  private static final int MOST = 200;
  private static final int LONGEST = 400;

  /** What was said least recently is forgotten first. */
  private final Map<String, Said> said = new LinkedHashMap<>(16, 0.75f, true);

  private final Function<LogRecord, String> text;
  private final LongSupplier nanos;
  private final Executor later;
  private final Consumer<String> end;
  private boolean waiting;

  /** A line that was let through. */
  private static final class Said {
    private final String line;
    private long last;
    private int again;

    Said(String line) {
      this.line = line;
    }
  }

  /**
   * @param text what a line says, with its parameters
   */
  public RepeatedLines(Function<LogRecord, String> text) {
    this(
        text,
        System::nanoTime,
        CompletableFuture.delayedExecutor(OVER.toSeconds(), TimeUnit.SECONDS),
        Logger.getLogger("mostao.log")::info);
  }

  /**
   * @param later runs something when a state may have ended
   * @param end is told that one has
   */
  RepeatedLines(
      Function<LogRecord, String> text, LongSupplier nanos, Executor later, Consumer<String> end) {
    this.text = text;
    this.nanos = nanos;
    this.later = later;
    this.end = end;
  }

  @Override
  public boolean isLoggable(LogRecord line) {
    String logger = line.getLoggerName();
    if (logger == null || CHATTERING.stream().noneMatch(logger::startsWith)) {
      return true;
    }
    String says = String.valueOf(text.apply(line));
    String key = String.join(" ", logger, "" + line.getLevel(), says, "" + line.getThrown());
    return isFirst(NUMBERS.matcher(key).replaceAll("#"), says);
  }

  private synchronized boolean isFirst(String whole, String says) {
    // Of long ones the end counts too, but is not kept.
    String key = whole.length() <= LONGEST ? whole : shortened(whole) + whole.hashCode();
    long now = nanos.getAsLong();
    Said before = said.get(key);
    if (before == null) {
      if (said.size() >= MOST) {
        said.remove(said.keySet().iterator().next());
      }
      before = new Said(shortened(says));
      said.put(key, before);
      before.last = now;
      return true;
    }
    boolean begins = now - before.last >= OVER.toNanos();
    before.last = now;
    if (begins) {
      return true;
    }
    before.again++;
    if (!waiting) {
      waiting = true;
      later.execute(this::look);
    }
    return false;
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  /** Forgets what was not said for a while. */
  private void look() {
    List<String> ended = new ArrayList<>();
    synchronized (this) {
      long now = nanos.getAsLong();
      waiting = false;
      for (Iterator<Said> all = said.values().iterator(); all.hasNext(); ) {
        Said one = all.next();
        if (now - one.last >= OVER.toNanos()) {
          all.remove();
          if (one.again > 0) {
            ended.add(
                String.format(
                    Locale.ROOT,
                    "Not said in the last minute, but %d more times before: %s",
                    one.again,
                    one.line));
          }
        } else {
          waiting = waiting || one.again > 0;
        }
      }
      if (waiting) {
        later.execute(this::look);
      }
    }
    // Not while the lock is held: a handler has locks of its own.
    ended.forEach(end);
  }
}
