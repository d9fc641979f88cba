package mostao.ao.runtime.boot;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import mostao.ao.kafka.log.RepeatedLines;
import org.jboss.logmanager.ExtLogRecord;

/** {@code quarkus.log.console.filter}: no line over and over. */
@LoggingFilter(name = "repeated")
public final class ConsoleFilter implements Filter {
  private final RepeatedLines lines = new RepeatedLines(ConsoleFilter::text);

  private static String text(LogRecord line) {
    return line instanceof ExtLogRecord ours ? ours.getFormattedMessage() : line.getMessage();
  }

  @Override
  public boolean isLoggable(LogRecord line) {
    return lines.isLoggable(line);
  }
}
