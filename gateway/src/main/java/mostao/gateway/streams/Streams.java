package mostao.gateway.streams;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream.Builder;
import mostao.ao.ans104.Address;
import mostao.ao.ans104.Base64Url;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.gateway.access.ReadGuard;
import mostao.gateway.access.Tokens;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.ErrorCode;
import mostao.gateway.answer.Reply;
import mostao.gateway.units.Processes;

/** Every open stream of this gateway. Thread-safe, never blocks. */
public final class Streams {
  private static final Duration LONGEST_TICK = Duration.ofSeconds(1);

  private final StreamSettings settings;
  private final Processes processes;
  private final ReadGuard guard;
  private final Tokens tokens;
  private final ProcessLog log;
  private final WalletInbox inbox;
  private final StreamQuota quota;
  private final StreamMetrics metrics;
  private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;

  public Streams(
      StreamSettings settings,
      Processes processes,
      ReadGuard guard,
      Tokens tokens,
      ProcessLog log,
      WalletInbox inbox,
      MeterRegistry meters) {
    this.settings = settings;
    this.processes = processes;
    this.guard = guard;
    this.tokens = tokens;
    this.log = log;
    this.inbox = inbox;
    this.quota = new StreamQuota(settings);
    this.metrics = new StreamMetrics(meters);
    meters.gauge("mostao.stream.open", quota, StreamQuota::taken);
  }

  /**
   * A client's request.
   *
   * @param id of a process, or address of a wallet
   * @param lastEventId the last event it has seen
   * @param from where to begin otherwise: an event's id, a nonce, or 0 for the oldest
   * @param authorization the request's header
   * @param address of the client
   */
  public record StreamRequest(
      String id,
      Optional<String> lastEventId,
      Optional<String> from,
      Optional<String> authorization,
      String address) {
    private Optional<String> place() {
      return lastEventId.filter(text -> !text.isEmpty()).or(() -> from);
    }
  }

  /** A stream that may begin. Call one of the two methods, once. */
  public final class Opening {
    private final BiFunction<Executor, Runnable, EventSource> source;
    private final Supplier<Optional<ApiError>> refusal;
    private final Runnable place;
    private final CompletableFuture<Void> givenUp;

    private Opening(
        BiFunction<Executor, Runnable, EventSource> source,
        Supplier<Optional<ApiError>> refusal,
        Runnable place,
        CompletableFuture<Void> givenUp) {
      this.source = source;
      this.refusal = refusal;
      this.place = place;
      this.givenUp = givenUp;
    }

    /**
     * The stream. Call {@link EventStream#begin}, then {@link EventStream#tick} every {@link
     * #tick}.
     *
     * @param thread of the connection, on which this is called
     */
    public EventStream start(EventSink sink, Executor thread) {
      EventStream stream =
          new EventStream(
              wake -> source.apply(thread, wake),
              refusal,
              sink,
              thread,
              System::nanoTime,
              settings,
              metrics,
              over -> {
                open.remove(over);
                place.run();
              });
      open.add(stream);
      if (ended) {
        stop(stream);
      }
      givenUp.thenRun(
          () ->
              stream.stop(
                  ErrorCode.OVERLOADED.text(),
                  "the limit of open streams is reached, and this address has most of them; connect"
                      + " again with Last-Event-ID and nothing is missed"));
      return stream;
    }

    /** It does not begin after all. */
    public void drop() {
      place.run();
    }
  }

  /** How often a stream is to be ticked. */
  public Duration tick() {
    Builder<Duration> all = java.util.stream.Stream.builder();
    all.add(LONGEST_TICK).add(settings.heartbeat()).add(settings.stuck()).add(settings.recheck());
    return all.build().min(Duration::compareTo).orElse(LONGEST_TICK);
  }

  public StreamSettings settings() {
    return settings;
  }

  /**
   * @return the stream, or the refusal; fails with {@link mostao.gateway.answer.Unavailable} when
   *     it can't be told where it would begin
   */
  public CompletionStage<Reply<Opening>> open(StreamRequest request) {
    if (ended) {
      return Reply.deniedNow(ApiError.overloaded("this gateway stops; connect again"));
    }
    Optional<String> wallet = Address.canonical(request.id());
    if (wallet.isEmpty()) {
      return Reply.deniedNow(
          ApiError.invalidRequest(
              ApiError.quote(request.id())
                  + " is neither a process nor a wallet; send 43 characters of base64url, or 0x and"
                  + " 40 hex digits"));
    }
    if (!Base64Url.isId(request.id())) {
      return ofWallet(wallet.get(), request);
    }
    return processes
        .lookUp(request.id(), guard.existing(request.authorization()))
        .thenCompose(
            found ->
                guard
                    .seen(request.id(), found, request.authorization())
                    .fold(
                        process -> ofProcess(process, request),
                        refused ->
                            refused.isMissing()
                                ? ofWallet(wallet.get(), request)
                                : Reply.deniedNow(refused)));
  }

  private CompletionStage<Reply<Opening>> ofProcess(ProcessEntry process, StreamRequest request) {
    Optional<String> place = request.place();
    Optional<Cursor> cursor = place.flatMap(ProcessSource::place);
    if (place.isPresent() && cursor.isEmpty()) {
      return noPlace(place.get(), "a nonce or the id of an event of " + process.process());
    }
    return opening(
        request,
        () -> guard.refuse(process, request.authorization()),
        () ->
            cursor
                .<CompletionStage<Cursor>>map(CompletableFuture::completedFuture)
                .orElseGet(() -> log.next(process).thenApply(Cursor::before)),
        begin -> (thread, wake) -> new ProcessSource(process, log, begin, thread, wake));
  }

  private CompletionStage<Reply<Opening>> ofWallet(String wallet, StreamRequest request) {
    Optional<String> place = request.place();
    Optional<Long> first = place.flatMap(text -> WalletSource.place(wallet, text));
    if (place.isPresent() && first.isEmpty()) {
      return noPlace(place.get(), "0 or the id of an event of " + wallet);
    }
    return opening(
        request,
        () -> guard.refuseWallet(wallet, request.authorization()),
        () ->
            first
                .<CompletionStage<Long>>map(CompletableFuture::completedFuture)
                .orElseGet(() -> inbox.end(wallet)),
        begin ->
            (thread, wake) ->
                new WalletSource(wallet, inbox, begin, settings.warmUp(), thread, wake));
  }

  private static CompletionStage<Reply<Opening>> noPlace(String place, String right) {
    return Reply.deniedNow(
        ApiError.invalidRequest(
            "the place to begin is " + ApiError.quote(place) + "; set it to " + right));
  }

  private <P> CompletionStage<Reply<Opening>> opening(
      StreamRequest request,
      Supplier<Optional<ApiError>> refusal,
      Supplier<CompletionStage<P>> begin,
      Function<P, BiFunction<Executor, Runnable, EventSource>> source) {
    Optional<ApiError> refused = refusal.get();
    if (refused.isPresent()) {
      return Reply.deniedNow(refused.get());
    }
    Optional<String> reader =
        tokens.wallet(request.authorization()).fold(wallet -> wallet, none -> Optional.empty());
    CompletableFuture<Void> givenUp = new CompletableFuture<>();
    return quota
        .take(request.address(), reader, () -> givenUp.complete(null))
        .thenAsk(
            place ->
                begin
                    .get()
                    .whenComplete(
                        (found, failure) -> {
                          if (failure != null) {
                            place.run();
                          }
                        })
                    .thenApply(
                        found ->
                            Reply.given(
                                new Opening(source.apply(found), refusal, place, givenUp))));
  }

  /** Ends every stream in order, and refuses others. */
  public void end() {
    ended = true;
    open.forEach(Streams::stop);
  }

  private static void stop(EventStream stream) {
    stream.stop(
        "Stopping", "this gateway stops; connect again with Last-Event-ID and nothing is missed");
  }
}
