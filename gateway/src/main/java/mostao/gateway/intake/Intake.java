package mostao.gateway.intake;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Gauge;
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
import mostao.ao.turn.InboxVerifier;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.answer.Unavailable;
import mostao.gateway.edge.limits.RateLimits;
import mostao.gateway.units.Processes;

/**
 * Takes an item from outside. An item that is posted again is delivered again, which has no second
 * effect: the unit knows the id. The answer says that it was known. Thread-safe; nothing here
 * blocks its caller.
 */
public final class Intake {
  /**
   * An item that the broker has acknowledged.
   *
   * @param known whether this gateway has accepted the same item before, as far as it remembers
   */
  public record Accepted(String id, boolean known) {}

  private final ItemReader reader;
  private final Screening screening;
  private final Processes processes;
  private final TopicWriter writer;
  private final VerifierPool workers;
  private final RateLimits limits;
  private final Backlog backlog;
  private final InFlightLimit inFlight;
  private final Cache<String, Boolean> acknowledged;
  private final MeterRegistry meters;

  public Intake(
      IntakeSettings settings,
      ItemReader reader,
      Screening screening,
      Processes processes,
      TopicWriter writer,
      VerifierPool workers,
      RateLimits limits,
      Backlog backlog,
      MeterRegistry meters) {
    this.reader = reader;
    this.screening = screening;
    this.processes = processes;
    this.writer = writer;
    this.workers = workers;
    this.limits = limits;
    this.backlog = backlog;
    this.inFlight = new InFlightLimit(settings.inFlight(), settings.inFlightBytes());
    this.acknowledged =
        Caffeine.newBuilder().maximumSize(settings.remembered()).executor(Runnable::run).build();
    this.meters = meters;
    Gauge.builder("mostao.intake.in.flight", inFlight, InFlightLimit::items)
        .description("In-flight items")
        .register(meters);
  }

  /**
   * @param trace W3C trace context of the request
   * @return given once the broker has acknowledged the item; never fails
   */
  public CompletionStage<Reply<Accepted>> take(byte[] bytes, Optional<byte[]> trace) {
    Optional<ApiError> behind = backlog.refusal();
    if (behind.isPresent()) {
      return counted(Reply.deniedNow(behind.get()));
    }
    if (!inFlight.enter(bytes.length)) {
      return counted(
          Reply.deniedNow(
              ApiError.overloaded(
                  "the limit of items in flight is reached; post the same item again")));
    }
    CompletionStage<Reply<Accepted>> taken;
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
            .whenComplete((answer, failure) -> inFlight.leave(bytes.length))
            .exceptionally(failure -> Reply.denied(Unavailable.toldOf(failure))));
  }

  private CompletionStage<Reply<Accepted>> counted(CompletionStage<Reply<Accepted>> answer) {
    return answer.thenApply(
        done -> {
          String outcome = done.fold(item -> "Accepted", refused -> refused.code().text());
          meters.counter("mostao.intake.items", "outcome", outcome).increment();
          return done;
        });
  }

  private CompletionStage<Reply<Accepted>> admit(Screened screened, Optional<byte[]> trace) {
    if (screened instanceof Screened.NewProcess process) {
      return create(process, trace);
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

  private CompletionStage<Reply<Accepted>> deliver(
      Screened.Message message, ProcessEntry target, Optional<byte[]> trace) {
    VerifiedItem item = message.item();
    return writer
        .deliver(
            TopicRecord.toInbox(
                target.module(),
                InboxVerifier.record(item, message.from(), target.process()),
                trace))
        .thenApply(done -> Reply.given(accepted(item.id())));
  }

  /** To be called once the broker has acknowledged it. */
  private Accepted accepted(String id) {
    return new Accepted(id, acknowledged.asMap().put(id, true) != null);
  }

  /** The inbox first, see {@link Birth}. */
  private CompletionStage<Reply<Accepted>> create(
      Screened.NewProcess screened, Optional<byte[]> trace) {
    Birth birth = Birth.of(screened.item(), screened.module(), screened.from(), trace);
    return writer
        .deliver(birth.inbox())
        .thenComposeAsync(done -> writer.deliver(birth.listing()), workers)
        .thenApply(done -> Reply.given(accepted(birth.entry().process())));
  }
}
