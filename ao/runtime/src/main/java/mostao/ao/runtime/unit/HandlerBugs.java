package mostao.ao.runtime.unit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import mostao.ao.kafka.log.About;
import mostao.ao.message.Message;
import mostao.ao.turn.BrokenDependency;
import org.jboss.logging.Logger;

/** Told of every handler that threw. Logs where it happened, never what the message said. */
@Singleton
class HandlerBugs {
  private static final Logger LOG = Logger.getLogger(HandlerBugs.class);

  private final Counter bugs;

  @Inject
  HandlerBugs(MeterRegistry meters) {
    this.bugs =
        Counter.builder("mostao.handler.bugs")
            .description("Evaluations that ended in a bug of a handler")
            .register(meters);
  }

  /**
   * @throws BrokenDependency when it was the database that failed a read of the handler: then
   *     nothing is known about the message
   */
  void inTurn(Message message, RuntimeException bug, PoisonMessages poison) {
    if (Causes.areOfDatabase(bug)) {
      if (Causes.areForGood(bug)) {
        poison.add(message, bug);
      }
      throw new BrokenDependency("a handler's read failed: " + Causes.root(bug), bug);
    }
    report("message", message, bug);
  }

  void inDryRun(Message message, RuntimeException bug) {
    if (Causes.areOfDatabase(bug) && !Causes.areForGood(bug)) {
      throw new BrokenDependency("a handler's read failed: " + Causes.root(bug), bug);
    }
    report("dry-run", message, bug);
  }

  private void report(String kind, Message message, RuntimeException bug) {
    bugs.increment();
    Throwable place = new Throwable(bug.getClass().getName(), null, false, true) {};
    place.setStackTrace(bug.getStackTrace());
    Runnable line =
        () ->
            LOG.errorf(
                place,
                "A handler failed on %s %s, Action %s, at process %s",
                kind,
                printable(message.id()),
                printable(message.action()),
                message.target());
    About.message(message.id(), message.target(), Optional.empty()).say(line);
  }

  private static String printable(String text) {
    String shown = text.length() <= 64 ? text : text.substring(0, 64) + "…";
    return shown.replaceAll("[^\\x20-\\x7e…]", "?");
  }
}
