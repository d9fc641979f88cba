package mostao.gateway.units;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import mostao.ao.kafka.log.RepeatedLines;
import mostao.ao.secret.TlsFolder;
import mostao.ao.unit.UnitError;
import mostao.ao.unit.UnitRequest;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.Topics;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.answer.Unavailable;
import org.jboss.logging.Logger;

/** The units' REST, by module. Thread-safe, never blocks. */
public final class Units implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RepeatedLines.UNITS);

  private static final int UNAVAILABLE = 503;

  /** Certificates are renewed days before they end. */
  private static final long RENEWAL_MS = Duration.ofMinutes(10).toMillis();

  private static final long FIRST_WAIT_MS = 250;

  private final Vertx vertx;
  private final WebClient client;

  /** Keeps no connection, so that each of its requests is a new choice among the replicas. */
  private final WebClient anew;

  private final Map<String, URI> urls = new LinkedHashMap<>();
  private final Map<String, UnitCalls> calls = new LinkedHashMap<>();
  private final long timeoutMs;
  private final int connectMs;
  private final Duration patience;

  /** Modules of which no replica answered since then. */
  private final Map<String, Long> silentSince = new ConcurrentHashMap<>();

  /**
   * @param tls the gateway's own certificate; empty: units that are asked by HTTPS must have one of
   *     a public authority, and learn nothing of who asks
   */
  public Units(Vertx vertx, UnitSettings settings, Optional<TlsFolder> tls) {
    this.vertx = vertx;
    this.urls.put(Topics.REGISTRY, settings.registry().url());
    this.urls.put(Topics.HANDLE, settings.handle().url());
    this.urls.put(Topics.SESSION, settings.session().url());
    urls.keySet()
        .forEach(
            module -> calls.put(module, new UnitCalls(settings.connections(), settings.queue())));
    this.timeoutMs = settings.timeout().toMillis();
    this.connectMs = Math.toIntExact(settings.connectTimeout().toMillis());
    this.patience = settings.patience();
    WebClientOptions options =
        new WebClientOptions()
            .setUserAgent("mostao-gateway")
            .setFollowRedirects(false)
            .setTcpNoDelay(true)
            .setKeepAlive(true)
            .setKeepAliveTimeout(30)
            .setMaxPoolSize(settings.connections())
            // Units at one address share its connections; what waits is bounded before.
            .setMaxWaitQueueSize(-1)
            .setConnectTimeout(connectMs);
    tls.ifPresent(
        own -> options.setKeyCertOptions(certificate(own)).setTrustOptions(authorities(own)));
    this.client = WebClient.create(vertx, options);
    this.anew = WebClient.create(vertx, new WebClientOptions(options).setKeepAlive(false));
    tls.ifPresent(own -> vertx.setPeriodic(RENEWAL_MS, timer -> renew(own)));
  }

  private static PemKeyCertOptions certificate(TlsFolder own) {
    return new PemKeyCertOptions()
        .setCertPath(own.certificate().toString())
        .setKeyPath(own.key().toString());
  }

  private static PemTrustOptions authorities(TlsFolder own) {
    return new PemTrustOptions().addCertPath(own.authorities().toString());
  }

  /** New connections have what the files say now; those that are there go on. */
  private void renew(TlsFolder own) {
    for (WebClient each : List.of(client, anew)) {
      SSLOptions now =
          new SSLOptions().setKeyCertOptions(certificate(own)).setTrustOptions(authorities(own));
      each.updateSSLOptions(now, true)
          .onFailure(
              failure ->
                  LOG.warnf("the certificate in %s can't be used: %s", own.folder(), failure));
    }
  }

  /**
   * Looks every unit up and knocks, since the first look at a name may take seconds where all
   * starts at once, and a reader would wait for it.
   *
   * @return done when each has opened or has not; never fails
   */
  public CompletionStage<Void> meet() {
    NetClient knocking = vertx.createNetClient(new NetClientOptions().setConnectTimeout(connectMs));
    List<Future<Void>> knocks =
        urls.values().stream()
            .map(url -> knocking.connect(port(url), url.getHost()).compose(NetSocket::close))
            .toList();
    return Future.join(knocks)
        .transform(tried -> knocking.close())
        .recover(failed -> Future.succeededFuture())
        .toCompletionStage();
  }

  private static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
  }

  /** Where the units are, by module. */
  public Map<String, URI> urls() {
    return urls;
  }

  /**
   * The answer of a unit.
   *
   * @param asking the client for whom it is asked, a {@link
   *     mostao.gateway.edge.limits.ClientAddress#key}, or what else takes its turn
   * @return the answer of a 200; a refusal for 404, 410, 400 and 413; fails with {@link
   *     Unavailable} when the unit is away or broken, or answers what the contract does not have
   */
  public <T> CompletionStage<Reply<T>> ask(String asking, String module, UnitRequest<T> request) {
    return ask(asking, module, request, Runnable::run);
  }

  /**
   * As {@link #ask(String, String, UnitRequest)}, of answers that are too large to be read on an
   * event loop.
   *
   * @param workers where the answer is read
   */
  public <T> CompletionStage<Reply<T>> ask(
      String asking, String module, UnitRequest<T> request, Executor workers) {
    UnitCalls lane = calls.get(module);
    if (lane == null) {
      throw new IllegalArgumentException("no unit evaluates module " + module);
    }
    return lane.call(asking, () -> exchange(module, request))
        .toCompletionStage()
        .handleAsync(
            (got, failure) -> {
              if (failure instanceof RejectedExecutionException) {
                throw new Unavailable(
                    ApiError.overloaded(
                        "the limit of questions that wait for the "
                            + module
                            + " unit is reached; try again in a moment"),
                    failure);
              }
              if (failure != null) {
                LOG.warnf("the %s unit does not answer: %s", module, failure);
                throw new Unavailable(ApiError.unitUnavailable(module), failure);
              }
              return read(module, request, got);
            },
            workers);
  }

  /**
   * Reads change nothing, so one is asked again, of another replica, when the one that was asked
   * goes away or can't answer; and then for a while, since as long as replicas are replaced a new
   * connection may still lead to one that goes. When none has answered anybody for that while, the
   * unit is down, and who asks hears so at once.
   */
  private Future<HttpResponse<Buffer>> exchange(String module, UnitRequest<?> request) {
    long begun = System.nanoTime();
    return send(client, module, request)
        .transform(
            got ->
                isAnswer(module, got)
                    ? whatever(got)
                    : elsewhere(module, request, begun, FIRST_WAIT_MS));
  }

  private Future<HttpResponse<Buffer>> elsewhere(
      String module, UnitRequest<?> request, long begun, long waitMs) {
    return send(anew, module, request)
        .transform(
            got ->
                isAnswer(module, got) || !isWorthwhile(module, begun, waitMs)
                    ? whatever(got)
                    : vertx
                        .timer(waitMs, TimeUnit.MILLISECONDS)
                        .compose(now -> elsewhere(module, request, begun, 2 * waitMs)));
  }

  /** Of a replica that is there; a failure that asking again would not change counts as one. */
  private boolean isAnswer(String module, AsyncResult<HttpResponse<Buffer>> got) {
    boolean nobody =
        got.failed() ? lostItsConnection(got.cause()) : got.result().statusCode() == UNAVAILABLE;
    if (nobody) {
      silentSince.putIfAbsent(module, System.nanoTime());
    } else {
      silentSince.remove(module);
    }
    return !nobody;
  }

  private boolean isWorthwhile(String module, long begun, long waitMs) {
    long now = System.nanoTime();
    long next = now + TimeUnit.MILLISECONDS.toNanos(waitMs);
    return next - begun <= patience.toNanos()
        && now - silentSince.getOrDefault(module, now) <= patience.toNanos();
  }

  private static Future<HttpResponse<Buffer>> whatever(AsyncResult<HttpResponse<Buffer>> got) {
    return got.failed() ? Future.failedFuture(got.cause()) : Future.succeededFuture(got.result());
  }

  private static boolean lostItsConnection(Throwable failure) {
    return failure instanceof IOException || failure instanceof HttpClosedException;
  }

  private Future<HttpResponse<Buffer>> send(
      WebClient client, String module, UnitRequest<?> request) {
    URI url = urls.get(module);
    Optional<byte[]> body = request.body();
    HttpRequest<Buffer> http =
        client
            .request(
                body.isPresent() ? HttpMethod.POST : HttpMethod.GET,
                port(url),
                url.getHost(),
                path(url, request.path()))
            .ssl("https".equals(url.getScheme()))
            .timeout(timeoutMs);
    request.query().forEach(http::addQueryParam);
    return body.isPresent()
        ? http.putHeader("content-type", "application/json").sendBuffer(Buffer.buffer(body.get()))
        : http.send();
  }

  private static String path(URI url, String below) {
    String base = url.getRawPath();
    return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + below;
  }

  private static <T> Reply<T> read(
      String module, UnitRequest<T> request, HttpResponse<Buffer> got) {
    byte[] body = got.body() == null ? new byte[0] : got.body().getBytes();
    return switch (got.statusCode()) {
      case 200 -> Reply.given(answer(module, request, body));
      case 404 -> Reply.denied(ApiError.notFound(sentence(body)));
      case 410 -> Reply.denied(ApiError.notKept(sentence(body)));
      case 400 -> Reply.denied(ApiError.invalidRequest(sentence(body)));
      case 413 -> Reply.denied(ApiError.tooLarge(sentence(body)));
      default -> throw broken(module, "status " + got.statusCode() + ": " + sentence(body));
    };
  }

  private static <T> T answer(String module, UnitRequest<T> request, byte[] body) {
    Decoded<T> decoded = request.decode(body);
    if (decoded instanceof Decoded.Ok<T> ok) {
      return ok.value();
    }
    Decoded.Fault fault = ((Decoded.Bad<T>) decoded).fault();
    throw broken(
        module,
        "an invalid answer at " + request.path() + ": " + fault.name() + ", " + fault.detail());
  }

  private static Unavailable broken(String module, String what) {
    LOG.warnf("the %s unit returned %s", module, what);
    return new Unavailable(ApiError.unitUnavailable(module), null);
  }

  private static String sentence(byte[] body) {
    return UnitError.decode(body) instanceof Decoded.Ok<UnitError> error
        ? error.value().message()
        : "the unit refused without a reason";
  }

  @Override
  public void close() {
    client.close();
    anew.close();
  }
}
