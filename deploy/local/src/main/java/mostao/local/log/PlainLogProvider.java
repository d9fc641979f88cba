package mostao.local.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * An SLF4J provider that writes one line for each event. System properties: {@value #LEVEL}
 * (default {@code WARN}) and {@value #FILE} (default: standard error).
 */
public final class PlainLogProvider implements SLF4JServiceProvider {
  /** The lowest level that is written. */
  public static final String LEVEL = "mostao.log.level";

  /** The file that lines are appended to. */
  public static final String FILE = "mostao.log.file";

  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter mdc = new NOPMDCAdapter();
  private ILoggerFactory loggers;

  @Override
  public void initialize() {
    Level threshold = Level.valueOf(System.getProperty(LEVEL, "WARN"));
    PrintStream sink = open(System.getProperty(FILE));
    loggers = name -> new PlainLogger(name, threshold, sink);
  }

  private static PrintStream open(String file) {
    try {
      FileOutputStream out =
          file == null
              ? new FileOutputStream(FileDescriptor.err)
              : new FileOutputStream(file, true);
      return new PrintStream(out, true, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return loggers;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return mdc;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }
}
