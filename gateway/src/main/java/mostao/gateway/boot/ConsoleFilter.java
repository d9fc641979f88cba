package mostao.gateway.boot;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import mostao.ao.kafka.log.RepeatedLines;
import org.jboss.logmanager.formatters.PatternFormatter;

/** {@code quarkus.log.console.filter}: no line over and over. */
@LoggingFilter(name = "repeated")
public final class ConsoleFilter implements Filter {
  private final RepeatedLines lines = new RepeatedLines(new PatternFormatter("%s")::format);

  @Override
  public boolean isLoggable(LogRecord line) {
    return lines.isLoggable(line);
  }
}
