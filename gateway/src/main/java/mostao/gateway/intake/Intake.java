package mostao.gateway.intake;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.kafka.directory.Birth;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.kafka.publish.TopicRecord;
import mostao.ao.kafka.publish.TopicWriter;
import mostao.ao.turn.Admission;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.answer.Unavailable;
import mostao.gateway.edge.limits.RateLimits;
import mostao.gateway.units.Processes;
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
  private final Processes processes;
  private final TopicWriter inbox;
  private final VerifierPool workers;
  private final RateLimits limits;
  private final Backlog backlog;
  private final InFlightLimit gate;
  private final MeterRegistry meters;

  public Intake(
      IntakeSettings settings,
      ItemReader reader,
      Screening screening,
      Processes processes,
      TopicWriter inbox,
      VerifierPool workers,
      RateLimits limits,
      Backlog backlog,
      MeterRegistry meters) {
    this.reader = reader;
    this.screening = screening;
    this.processes = processes;
    this.inbox = inbox;
    this.workers = workers;
    this.limits = limits;
    this.backlog = backlog;
    this.gate = new InFlightLimit(settings.inFlight(), settings.inFlightBytes());
    this.meters = meters;
    meters.gauge("mostao.intake.under.way", gate, InFlightLimit::items);
  }

  /**
   * @param trace W3C trace context of the request
   * @return the item's id once the broker has acknowledged it, or the refusal; never fails
   */
  public CompletionStage<Reply<String>> take(byte[] bytes, Optional<byte[]> trace) {
    Optional<ApiError> behind = backlog.refusal();
    if (behind.isPresent()) {
      return counted(Reply.deniedNow(behind.get()));
    }
    if (!gate.enter(bytes.length)) {
      return counted(
          Reply.deniedNow(
              ApiError.overloaded(
                  "the gateway has as many items in flight as it may; post again")));
    }
    CompletionStage<Reply<String>> taken;
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

  private static Reply<String> told(Throwable failure) {
    ApiError refused = Unavailable.toldOf(failure);
    if (refused.isBug()) {
      LOG.error("an item was not taken", failure);
    }
    return Reply.denied(refused);
  }

  private CompletionStage<Reply<String>> counted(CompletionStage<Reply<String>> answer) {
    return answer.thenApply(
        done -> {
          String outcome = done.fold(id -> "Accepted", refused -> refused.code().text());
          meters.counter("mostao.intake.items", "outcome", outcome).increment();
          return done;
        });
  }

  private CompletionStage<Reply<String>> admit(Screened screened, Optional<byte[]> trace) {
    if (screened instanceof Screened.Birth birth) {
      return bear(birth, trace);
    }
    Screened.Message message = (Screened.Message) screened;
    Optional<ProcessEntry> known = processes.find(message.target());
    if (known.isPresent()) {
      return deliver(message, known.get(), trace);
    }
    return processes
        .lookUp(message.target())
        .thenComposeAsync(
            found -> found.thenAsk(target -> deliver(message, target, trace)), workers);
  }

  private CompletionStage<Reply<String>> deliver(
      Screened.Message message, ProcessEntry target, Optional<byte[]> trace) {
    VerifiedItem item = message.item();
    return inbox
        .deliver(
            TopicRecord.toInbox(
                target.module(), Admission.record(item, message.from(), target.process()), trace))
        .thenApply(done -> Reply.given(item.id()));
  }

  /** The inbox first, see {@link Birth}. */
  private CompletionStage<Reply<String>> bear(Screened.Birth screened, Optional<byte[]> trace) {
    Birth birth = Birth.of(screened.item(), screened.module(), screened.from(), trace);
    return inbox
        .deliver(birth.inbox())
        .thenComposeAsync(done -> inbox.deliver(birth.listing()), workers)
        .thenApply(done -> Reply.given(birth.entry().process()));
  }
}
