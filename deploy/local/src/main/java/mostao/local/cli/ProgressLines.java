package mostao.local.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import mostao.client.terminal.TerminalWriter;
import mostao.local.stack.Progress;

/**
 * Shows the start and the stop: a line for each part that is done, and on a terminal below them a
 * live line of the parts in progress. Thread-safe.
 */
final class ProgressLines implements Progress, AutoCloseable {
  private final PrintWriter out;
  private final boolean terminal;
  private final long begin = System.nanoTime();
  private final Set<String> underWay = new LinkedHashSet<>();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private String verb = "";

  ProgressLines(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
    if (terminal) {
      ticker.scheduleAtFixedRate(this::redraw, 200, 200, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public synchronized void starting(String part) {
    verb = "starting";
    underWay.add(part);
    redraw();
  }

  @Override
  public synchronized void ready(String part, String address, Duration took) {
    underWay.remove(part);
    line(String.format(Locale.ROOT, "  %-9s ready in %4.1f s  %s", part, seconds(took), address));
  }

  @Override
  public synchronized void stopping(String part) {
    verb = "stopping";
    underWay.clear();
    underWay.add(part);
    redraw();
  }

  @Override
  public synchronized void stopped(String part, Duration took) {
    underWay.remove(part);
    line(String.format(Locale.ROOT, "  %-9s stopped in %.1f s", part, seconds(took)));
  }

  /** Writes a whole line above the living one. */
  synchronized void line(String text) {
    clearLine();
    out.println(text);
    out.flush();
    redraw();
  }

  /** Writes several lines. */
  void block(String text) {
    text.lines().forEach(this::line);
  }

  private synchronized void redraw() {
    if (terminal && !underWay.isEmpty()) {
      double elapsed = seconds(Duration.ofNanos(System.nanoTime() - begin));
      clearLine();
      out.printf(Locale.ROOT, "  … %s %s (%.0f s)", verb, String.join(", ", underWay), elapsed);
      out.flush();
    }
  }

  private void clearLine() {
    if (terminal && out instanceof TerminalWriter screen) {
      screen.clearLine();
    }
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  @Override
  public synchronized void close() {
    ticker.shutdownNow();
    if (terminal && !underWay.isEmpty()) {
      clearLine();
      out.flush();
    }
    underWay.clear();
  }
}
