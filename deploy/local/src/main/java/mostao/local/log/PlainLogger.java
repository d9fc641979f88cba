package mostao.local.log;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Writes time, level, thread, logger and message; a line is written whole. */
final class PlainLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;

  private final transient Level threshold;
  private final transient PrintStream sink;

  PlainLogger(String name, Level threshold, PrintStream sink) {
    this.name = name;
    this.threshold = threshold;
    this.sink = sink;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level, Marker marker, String pattern, Object[] arguments, Throwable cause) {
    StringWriter line = new StringWriter();
    line.append(Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    line.append(' ').append(level.toString());
    line.append(" [").append(Thread.currentThread().getName()).append("] ").append(name);
    line.append(": ").append(MessageFormatter.basicArrayFormat(pattern, arguments));
    if (cause != null) {
      line.append(System.lineSeparator());
      cause.printStackTrace(new PrintWriter(line));
    }
    sink.println(line.toString().stripTrailing());
  }

  @Override
  protected String getFullyQualifiedCallerName() {
    return null;
  }

  private boolean enabled(Level level) {
    return level.toInt() >= threshold.toInt();
  }

  @Override
  public boolean isTraceEnabled() {
    return enabled(Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return enabled(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return enabled(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return enabled(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return enabled(Level.ERROR);
  }
}
