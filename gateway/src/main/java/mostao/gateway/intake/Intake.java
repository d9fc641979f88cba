package mostao.gateway.intake;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Names;
import mostao.ao.message.Tags;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.wire.DirectoryRecord;
import mostao.gateway.answer.Answer;
import mostao.gateway.answer.Refused;
import mostao.gateway.answer.Unavailable;
import mostao.gateway.backlog.Backlog;
import mostao.gateway.directory.Directory;
import mostao.gateway.directory.Listed;
import mostao.gateway.inbox.Inbox;
import mostao.gateway.inbox.Parcel;
import mostao.gateway.limits.RateLimits;
import org.jboss.logging.Logger;

/**
 * Takes an item from outside. Posting the same item again gives the same answer and delivers it
 * again, which has no second effect: the unit knows the id. Thread-safe; nothing here blocks its
 * caller.
 */
public final class Intake {
  private static final Logger LOG = Logger.getLogger(Intake.class);

  private final ItemReader reader;
  private final Screening screening;
  private final Directory directory;
  private final Inbox inbox;
  private final Workers workers;
  private final RateLimits limits;
  private final Backlog backlog;
  private final Gate gate;
  private final MeterRegistry meters;

  public Intake(
      IntakeSettings settings,
      ItemReader reader,
      Screening screening,
      Directory directory,
      Inbox inbox,
      Workers workers,
      RateLimits limits,
      Backlog backlog,
      MeterRegistry meters) {
    this.reader = reader;
    this.screening = screening;
    this.directory = directory;
    this.inbox = inbox;
    this.workers = workers;
    this.limits = limits;
    this.backlog = backlog;
    this.gate = new Gate(settings.inFlight(), settings.inFlightBytes());
    this.meters = meters;
    meters.gauge("mostao.intake.under.way", gate, Gate::items);
  }

  /**
   * @param trace W3C trace context of the request
   * @return the item's id once the broker has acknowledged it, or the refusal; never fails
   */
  public CompletionStage<Answer<String>> take(byte[] bytes, Optional<byte[]> trace) {
    Optional<Refused> behind = backlog.refusal();
    if (behind.isPresent()) {
      return counted(Answer.deniedNow(behind.get()));
    }
    if (!gate.enter(bytes.length)) {
      return counted(
          Answer.deniedNow(
              Refused.overloaded("the gateway has as many items under way as it may; post again")));
    }
    CompletionStage<Answer<String>> taken;
    try {
      taken =
          CompletableFuture.supplyAsync(
                  () ->
                      reader
                          .read(bytes)
                          .then(limits::charge)
                          .then(screening::screen)
                          .thenAsk(s -> admit(s, trace)),
                  workers)
              .thenCompose(Function.identity());
    } catch (RejectedExecutionException full) {
      taken = CompletableFuture.failedFuture(full);
    }
    return counted(
        taken
            .whenComplete((answer, failure) -> gate.leave(bytes.length))
            .exceptionally(Intake::told));
  }

  private static Answer<String> told(Throwable failure) {
    Refused refused = Unavailable.toldOf(failure);
    if (refused.status() == 500) {
      LOG.error("an item was not taken", failure);
    }
    return Answer.denied(refused);
  }

  private CompletionStage<Answer<String>> counted(CompletionStage<Answer<String>> answer) {
    return answer.thenApply(
        done -> {
          String outcome = done.fold(id -> "Accepted", Refused::code);
          meters.counter("mostao.intake.items", "outcome", outcome).increment();
          return done;
        });
  }

  private CompletionStage<Answer<String>> admit(Screened screened, Optional<byte[]> trace) {
    if (screened instanceof Screened.Birth birth) {
      return bear(birth, trace);
    }
    Screened.Message message = (Screened.Message) screened;
    Optional<Listed> known = directory.find(message.target());
    if (known.isPresent()) {
      return deliver(message, known.get(), trace);
    }
    return directory
        .lookUp(message.target())
        .thenComposeAsync(
            found -> found.thenAsk(target -> deliver(message, target, trace)), workers);
  }

  private CompletionStage<Answer<String>> deliver(
      Screened.Message message, Listed target, Optional<byte[]> trace) {
    VerifiedItem item = message.item();
    return inbox
        .deliver(
            Parcel.toInbox(
                target.module(),
                InboxVerifier.record(item, message.from(), target.process()),
                trace))
        .thenApply(done -> Answer.given(item.id()));
  }

  /** The inbox first: whoever finds the process in the directory can write to it. */
  private CompletionStage<Answer<String>> bear(Screened.Birth birth, Optional<byte[]> trace) {
    VerifiedItem item = birth.item();
    Tags tags = item.tags();
    DirectoryRecord listing =
        new DirectoryRecord(
            item.id(), birth.module(), tags.ofAo(Names.MODULE).orElse(""), item.owner(), tags);
    return inbox
        .deliver(
            Parcel.toInbox(
                birth.module(), InboxVerifier.record(item, birth.from(), item.id()), trace))
        .thenComposeAsync(done -> inbox.deliver(Parcel.toDirectory(listing)), workers)
        .thenApply(done -> Answer.given(item.id()));
  }
}
