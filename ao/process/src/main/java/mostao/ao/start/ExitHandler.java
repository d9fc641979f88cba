package mostao.ao.start;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import org.jboss.logging.Logger;

/**
 * The end of a program, given to the framework by its {@code main}. A start that an operator can
 * mend ends with one line; another failure with its stack trace.
 */
public final class ExitHandler implements BiConsumer<Integer, Throwable> {
  private static final Logger LOG = Logger.getLogger("mostao.start");

  /** Of a line that is logged before the framework has set logging up. */
  private static final String FORMAT = "%1$tF %1$tT,%1$tL %4$s [%3$s] %5$s%6$s%n";

  private final IntConsumer exit;

  /** Ends this JVM. */
  public ExitHandler() {
    this(System::exit);
    System.setProperty("java.util.logging.SimpleFormatter.format", FORMAT);
  }

  ExitHandler(IntConsumer exit) {
    this.exit = exit;
  }

  /**
   * @param failure of the start; null when the program ends in order
   */
  @Override
  public void accept(Integer code, Throwable failure) {
    if (failure != null) {
      Optional<String> diagnosis = FailureDiagnosis.of(failure);
      if (diagnosis.isPresent()) {
        LOG.errorf("Not started: %s", diagnosis.get());
        LOG.debug("The failure", failure);
      } else {
        LOG.error("Not started", failure);
      }
    }
    exit.accept(code);
  }
}
