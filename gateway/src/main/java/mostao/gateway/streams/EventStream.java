package mostao.gateway.streams;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import mostao.gateway.answer.ApiError;
import org.jboss.logging.Logger;

/**
 * One stream. Everything happens on the thread of its connection but {@link #wake} and {@link
 * #stop}, which may be called on any.
 */
public final class EventStream {
  private static final Logger LOG = Logger.getLogger(EventStream.class);
  private static final long CHECK_NANOS = Duration.ofSeconds(1).toNanos();

  private final EventSource source;
  private final Supplier<Optional<ApiError>> guard;
  private final EventSink sink;
  private final Executor thread;
  private final LongSupplier nanos;
  private final StreamSettings settings;
  private final StreamMetrics metrics;
  private final Consumer<EventStream> onClose;
  private final AtomicBoolean waking = new AtomicBoolean();
  private boolean filling;
  private boolean woken = true;
  private boolean over;
  private boolean isFull;
  private long fullSince;
  private long written;
  private long filled;
  private long checked;

  /**
   * @param source made of what wakes this stream
   * @param guard whether its reader may still read
   * @param thread of the connection
   * @param nanos the clock
   * @param onClose called once, whatever ends the stream
   */
  EventStream(
      Function<Runnable, EventSource> source,
      Supplier<Optional<ApiError>> guard,
      EventSink sink,
      Executor thread,
      LongSupplier nanos,
      StreamSettings settings,
      StreamMetrics metrics,
      Consumer<EventStream> onClose) {
    this.source = source.apply(this::wake);
    this.guard = guard;
    this.sink = sink;
    this.thread = thread;
    this.nanos = nanos;
    this.settings = settings;
    this.metrics = metrics;
    this.onClose = onClose;
  }

  /** Says where it begins, so that a client that hears nothing more can go on there. */
  public void begin() {
    checked = nanos.getAsLong();
    filled = checked;
    write("retry: " + settings.retry().toMillis() + "\nid: " + source.position() + "\n\n");
    pump();
  }

  /** There may be something new. */
  void wake() {
    if (waking.compareAndSet(false, true)) {
      thread.execute(
          () -> {
            waking.set(false);
            woken = true;
            pump();
          });
    }
  }

  /** The client has read everything that was sent. */
  public void drained() {
    pump();
  }

  private void pump() {
    if (over || filling) {
      return;
    }
    while (!sink.full()) {
      isFull = false;
      Optional<StreamEvent> next = source.poll();
      if (next.isEmpty()) {
        if (woken || source.more()) {
          fill();
        }
        return;
      }
      write(next.get().text());
      metrics.sent(next.get());
    }
    // A page is cheaper to read again than to keep for every slow client.
    source.forget();
    woken = true;
    if (!isFull) {
      isFull = true;
      fullSince = nanos.getAsLong();
    }
  }

  private void fill() {
    if (!allowed(CHECK_NANOS)) {
      return;
    }
    filling = true;
    woken = false;
    filled = nanos.getAsLong();
    source
        .fill()
        .whenComplete(
            (done, failure) -> {
              filling = false;
              if (failure == null) {
                pump();
              } else {
                // The next tick tries again.
                LOG.debugf("a stream can't be read now: %s", failure);
                woken = true;
              }
            });
  }

  /**
   * Called several times a second: heartbeat, missed wake-ups, permissions, clients that don't
   * read.
   */
  public void tick() {
    if (over) {
      return;
    }
    long now = nanos.getAsLong();
    if (sink.full()) {
      if (!isFull) {
        isFull = true;
        fullSince = now;
      } else if (now - fullSince > settings.stuck().toNanos()) {
        metrics.stuck();
        close();
        sink.cut();
      }
      return;
    }
    isFull = false;
    if (!allowed(settings.heartbeat().toNanos())) {
      return;
    }
    woken |= now - filled >= settings.recheck().toNanos();
    if (woken) {
      pump();
    }
    if (!over && now - written >= settings.heartbeat().toNanos()) {
      write("id: " + source.position() + "\n: heartbeat\n\n");
    }
  }

  private boolean allowed(long everyNanos) {
    long now = nanos.getAsLong();
    if (now - checked < everyNanos) {
      return true;
    }
    checked = now;
    Optional<ApiError> refused = guard.get();
    refused.ifPresent(no -> end(StreamEvent.end(no.code().text(), no.error())));
    return refused.isEmpty();
  }

  private void write(String text) {
    written = nanos.getAsLong();
    sink.write(text);
  }

  /** Ends it in order: the client is told why. */
  void stop(String code, String sentence) {
    thread.execute(() -> end(StreamEvent.end(code, sentence)));
  }

  private void end(StreamEvent last) {
    if (!over) {
      close();
      sink.end(last.text());
    }
  }

  /** The client has gone. */
  public void close() {
    if (!over) {
      over = true;
      source.close();
      onClose.accept(this);
    }
  }
}
