package mostao.gateway.intake;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.kafka.directory.Birth;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.kafka.publish.TopicRecord;
import mostao.ao.kafka.publish.TopicWriter;
import mostao.ao.kafka.trace.Span;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.wire.Topics;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.answer.Unavailable;
import mostao.gateway.edge.limits.FairBudget;
import mostao.gateway.edge.limits.RateLimits;
import mostao.gateway.units.Processes;

/**
 * Takes an item from outside. One that is posted again is answered from memory and not written
 * again, as long as this gateway remembers that the broker has it; one that slips through has no
 * second effect, since the unit knows the id. Thread-safe; nothing here blocks its caller.
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
  private final FairBudget inFlight;
  private final FairBudget inFlightBytes;
  private final DiskGuard disk;
  private final Cache<String, Long> acknowledged;
  private final IntakeMeters meters;
  private final Tracing tracing;

  public Intake(
      IntakeSettings settings,
      ItemReader reader,
      Screening screening,
      Processes processes,
      TopicWriter writer,
      VerifierPool workers,
      RateLimits limits,
      Backlog backlog,
      DiskGuard disk,
      MeterRegistry meters,
      Tracing tracing) {
    this.reader = reader;
    this.screening = screening;
    this.processes = processes;
    this.writer = writer;
    this.workers = workers;
    this.limits = limits;
    this.backlog = backlog;
    this.disk = disk;
    this.inFlight = new FairBudget(settings.inFlight(), 0);
    this.inFlightBytes = new FairBudget(settings.inFlightBytes(), 0);
    this.acknowledged =
        Caffeine.newBuilder()
            .maximumSize(settings.remembered())
            .expireAfterWrite(settings.rememberedFor())
            .executor(Runnable::run)
            .build();
    this.meters = new IntakeMeters(meters);
    this.tracing = tracing;
    Gauge.builder("mostao.intake.in.flight", inFlight, FairBudget::held)
        .description("In-flight items")
        .register(meters);
  }

  /**
   * @param trace W3C trace context of the request
   * @param client whose turn it takes
   * @return given once the broker has acknowledged the item; never fails
   */
  public CompletionStage<Reply<Accepted>> take(
      byte[] bytes, Optional<byte[]> trace, String client) {
    Span post = tracing.post(trace);
    return take(bytes, post, client)
        .thenApply(
            done -> {
              done.fold(
                  item ->
                      post.set("ao.message", item.id())
                          .set("ao.known", item.known())
                          .set("ao.outcome", "Accepted"),
                  refused ->
                      post.set("ao.outcome", refused.code().text()).failed(refused.code().text()));
              post.end();
              return done;
            });
  }

  private CompletionStage<Reply<Accepted>> take(byte[] bytes, Span post, String client) {
    long begun = System.nanoTime();
    Optional<ApiError> full = backlog.refusal(client).or(disk::refusal);
    if (full.isPresent()) {
      return counted(Reply.deniedNow(full.get()), begun, post);
    }
    CompletableFuture<Reply<Accepted>> answer = new CompletableFuture<>();
    Runnable makeRoom = () -> answer.complete(noRoom());
    FairBudget.Claim place = inFlight.claim(client, makeRoom);
    FairBudget.Claim room = inFlightBytes.claim(client, makeRoom);
    answer.whenComplete(
        (done, failure) -> {
          place.close();
          room.close();
        });
    if (place.take(1) != FairBudget.Outcome.TAKEN
        || room.take(bytes.length) != FairBudget.Outcome.TAKEN) {
      answer.complete(noRoom());
    } else {
      workers
          .submit(
              client,
              () ->
                  // From here on it may be stored, and makes no room for others.
                  place.keep() && room.keep()
                      ? accept(bytes, post, client)
                      : CompletableFuture.completedFuture(Intake.<Accepted>noRoom()))
          .thenCompose(Function.identity())
          .whenComplete(
              (done, failure) ->
                  answer.complete(
                      failure == null ? done : Reply.denied(Unavailable.toldOf(failure))));
    }
    return counted(answer, begun, post);
  }

  private static <T> Reply<T> noRoom() {
    return Reply.denied(
        ApiError.overloaded("the limit of items in flight is reached; post the same item again"));
  }

  private CompletionStage<Reply<Accepted>> accept(byte[] bytes, Span post, String client) {
    return verified(bytes, post)
        .then(limits::charge)
        .then(screening::screen)
        .thenAsk(
            screened ->
                acknowledged.getIfPresent(screened.item().id()) == null
                    ? admit(screened, post, client)
                    : CompletableFuture.completedFuture(
                        Reply.given(new Accepted(screened.item().id(), true))));
  }

  private Reply<VerifiedItem> verified(byte[] bytes, Span post) {
    Span verify = tracing.verify(post);
    Reply<VerifiedItem> item = reader.read(bytes);
    item.fold(read -> verify, refused -> verify.failed(refused.code().text())).end();
    return item;
  }

  private CompletionStage<Reply<Accepted>> counted(
      CompletionStage<Reply<Accepted>> answer, long begun, Span post) {
    return answer.thenApply(
        done -> {
          if (done instanceof Reply.Denied<Accepted> denied) {
            meters.refused(denied.refused());
          } else {
            long nanos = System.nanoTime() - begun;
            tracing.count(post, () -> meters.accepted(nanos));
          }
          return done;
        });
  }

  private CompletionStage<Reply<Accepted>> admit(Screened screened, Span post, String client) {
    backlog.wrote(client);
    if (screened instanceof Screened.NewProcess process) {
      return create(process, post);
    }
    Screened.Message message = (Screened.Message) screened;
    Optional<ProcessEntry> known = processes.find(message.target());
    if (known.isPresent()) {
      return deliver(message, known.get(), post);
    }
    return processes
        .lookUp(message.target())
        .thenComposeAsync(
            found -> found.thenAsk(target -> deliver(message, target, post)), workers);
  }

  private CompletionStage<Reply<Accepted>> deliver(
      Screened.Message message, ProcessEntry target, Span post) {
    VerifiedItem item = message.item();
    Span append = tracing.append(post, Topics.inbox(target.module()));
    return appended(
            TopicRecord.toInbox(
                target.module(),
                InboxVerifier.record(item, message.from(), target.process()),
                append.context()),
            append)
        .thenApply(done -> Reply.given(accepted(item.id())));
  }

  private CompletionStage<Void> appended(TopicRecord record, Span append) {
    return writer
        .deliver(record)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                append.failed("the broker did not acknowledge");
              }
              append.end();
            });
  }

  /** To be called once the broker has acknowledged it. */
  private Accepted accepted(String id) {
    // The first time counts: posted again, it is not evaluated again.
    return new Accepted(id, acknowledged.asMap().putIfAbsent(id, System.nanoTime()) != null);
  }

  /** Whether this gateway has taken an item within this time. */
  public boolean hasTaken(String id, Duration within) {
    Long taken = acknowledged.getIfPresent(id);
    return taken != null && System.nanoTime() - taken < within.toNanos();
  }

  /** The inbox first, see {@link Birth}. */
  private CompletionStage<Reply<Accepted>> create(Screened.NewProcess screened, Span post) {
    Optional<ApiError> full = processes.full();
    if (full.isPresent() && processes.find(screened.item().id()).isEmpty()) {
      return Reply.deniedNow(full.get());
    }
    Span append = tracing.append(post, Topics.inbox(screened.module()));
    Birth birth = Birth.of(screened.item(), screened.module(), screened.from(), append.context());
    return appended(birth.inbox(), append)
        .thenComposeAsync(done -> writer.deliver(birth.listing()), workers)
        .thenApply(done -> Reply.given(accepted(birth.entry().process())));
  }
}
