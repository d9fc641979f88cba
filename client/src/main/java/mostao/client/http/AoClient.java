package mostao.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.Wire;
import mostao.client.wallet.Wallet;

/**
 * A wallet's connection to a gateway. Thread-safe; calls block and may be interrupted.
 *
 * <p>Requests that the gateway can't take right now (429, 502, 503, 504, no connection) are sent
 * again, the same bytes, as {@link HttpSettings} says; since the bytes are the same, a message that
 * did arrive the first time has one effect. Every other refusal is a {@link GatewayException} at
 * once.
 */
public final class AoClient implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int NO_TOKEN = 401;
  private static final int STRANGER = 403;
  private static final int NOTHING = 404;
  private static final Duration RENEWED_BEFORE = Duration.ofSeconds(30);
  private static final String OCTETS = "application/octet-stream";

  private final String gateway;
  private final Wallet wallet;
  private final HttpSettings settings;
  private final Clock clock;
  private final HttpClient http;
  private final RetryingExchange exchange;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Optional<AccessToken> token = Optional.empty();

  /**
   * @param gateway its base URL, with or without a slash at the end
   */
  public AoClient(URI gateway, Wallet wallet) {
    this(gateway, wallet, HttpSettings.DEFAULT);
  }

  public AoClient(URI gateway, Wallet wallet, HttpSettings settings) {
    this(gateway, wallet, settings, Clock.systemUTC());
  }

  AoClient(URI gateway, Wallet wallet, HttpSettings settings, Clock clock) {
    this(
        gateway.toString().replaceAll("/+$", ""),
        wallet,
        settings,
        clock,
        HttpClient.newBuilder()
            // The gateway speaks plain HTTP; an offer to upgrade would cost a round of headers.
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.connectTimeout())
            // An item must not be sent to wherever an answer points.
            .followRedirects(HttpClient.Redirect.NEVER)
            .build());
  }

  private AoClient(
      String gateway, Wallet wallet, HttpSettings settings, Clock clock, HttpClient http) {
    this.gateway = gateway;
    this.wallet = Objects.requireNonNull(wallet, "wallet");
    this.settings = settings;
    this.clock = clock;
    this.http = http;
    this.exchange = new RetryingExchange(http, settings, closed);
  }

  /**
   * Another wallet's connection to the same gateway, which shares this one's threads and sockets:
   * for a program with thousands of wallets. Each is closed by itself.
   */
  public AoClient as(Wallet other) {
    return new AoClient(gateway, other, settings, clock, http);
  }

  public Wallet wallet() {
    return wallet;
  }

  /** The origin of the gateway, as browsers write it. */
  public String origin() {
    return AccessToken.origin(URI.create(gateway));
  }

  /** The gateway's description of itself: the Registry's id, its version, who may read. */
  public GatewayInfo info() throws IOException, InterruptedException {
    return GatewayInfo.of(json(exchange.send(get("/", settings.requestTimeout()))));
  }

  /**
   * Signs a message and sends it. When this returns, the message is durable and has its place in
   * the process's inbox; it may not be evaluated yet, see {@link #result}.
   *
   * @return the message's id
   * @throws IllegalArgumentException when the draft can't be an item
   */
  public String message(Draft draft) throws IOException, InterruptedException {
    return post(sign(draft));
  }

  /** As {@link #message(Draft)}, for what is already signed. */
  public String post(VerifiedItem item) throws IOException, InterruptedException {
    JsonNode answer = json(exchange.send(octets("/", item)));
    String id = answer.path("id").asText("");
    if (!id.equals(item.id())) {
      throw new IOException("the gateway calls item " + item.id() + " '" + id + "'");
    }
    return id;
  }

  /** A message of this wallet, signed and not yet sent. */
  public VerifiedItem signed(Draft draft) {
    return sign(draft);
  }

  /**
   * The item that made a process, its signature verified here: whose it is, the caller checks. Of a
   * process that belongs to this wallet, with its access token.
   *
   * @throws IOException also when what is shown is not an item whose signature holds
   */
  public VerifiedItem processItem(String process) throws IOException, InterruptedException {
    JsonNode shown = json(list("/processes/" + encoded(process)));
    return ShownItem.of(shown, true)
        .orElseThrow(
            () -> new IOException("what the gateway shows as the item of " + process + " is none"));
  }

  /**
   * A message to a process as it was signed, if the gateway shows it.
   *
   * @throws IOException also when what is shown is not an item whose signature holds
   */
  public VerifiedItem messageItem(String process, String id)
      throws IOException, InterruptedException {
    String path = "/" + encoded(id) + "?process-id=" + encoded(process) + "&show-anchor=1";
    JsonNode shown = json(list(path)).path("message");
    return ShownItem.of(shown, false)
        .orElseThrow(() -> new IOException("what the gateway shows as message " + id + " is none"));
  }

  /**
   * Messages of a process and their assignments, in order; of a process that belongs to this
   * wallet, with its access token.
   *
   * @param after nonce to continue behind; -1 for the first page
   * @param limit at most so many
   * @throws IOException also when what is shown is not an item whose signature holds
   */
  public SchedulePage schedule(String process, long after, int limit)
      throws IOException, InterruptedException {
    return schedule(process, "from-nonce=" + after + "&limit=" + limit);
  }

  /** As {@link #schedule(String, long, int)}, of what is later than a time in Unix milliseconds. */
  public SchedulePage scheduleSince(String process, long time, int limit)
      throws IOException, InterruptedException {
    return schedule(process, "from=" + time + "&limit=" + limit);
  }

  private SchedulePage schedule(String process, String query)
      throws IOException, InterruptedException {
    JsonNode page = json(list("/" + encoded(process) + "?" + query));
    List<SchedulePage.Entry> entries = new ArrayList<>();
    for (JsonNode edge : page.path("edges")) {
      JsonNode node = edge.path("node");
      VerifiedItem assignment =
          ShownItem.of(node.path("assignment"), true)
              .orElseThrow(
                  () -> new IOException("what the gateway shows as an assignment is none"));
      String id = assignment.tags().first("Message").orElse(process);
      // A page shows anchors and data as text, which few of them may not be.
      Optional<VerifiedItem> message = ShownItem.of(node.path("message"), true);
      entries.add(
          new SchedulePage.Entry(
              assignment, message.isPresent() ? message.get() : messageItem(process, id)));
    }
    return new SchedulePage(entries, page.path("page_info").path("has_next_page").asBoolean());
  }

  /** The Result of a message; waits until the process has evaluated it. */
  public Result result(String message, String process) throws IOException, InterruptedException {
    String path = "/result/" + encoded(message) + "?process-id=" + encoded(process);
    return result(exchange.send(get(path, settings.resultTimeout())));
  }

  /**
   * The access token that proves this wallet, for its own lists: kept, and asked for again shortly
   * before it expires.
   */
  public AccessToken access() throws IOException, InterruptedException {
    Optional<AccessToken> kept = kept();
    return kept.isPresent() ? kept.get() : newAccess();
  }

  private Optional<AccessToken> kept() {
    return token.filter(one -> one.expires().minus(RENEWED_BEFORE).isAfter(clock.instant()));
  }

  private AccessToken newAccess() throws IOException, InterruptedException {
    VerifiedItem item = accessItem();
    AccessToken given = AccessToken.of(json(exchange.send(octets("/access", item))));
    token = Optional.of(given);
    return given;
  }

  /** It names the server that it is for, so that no other one can use it there. */
  private VerifiedItem accessItem() throws IOException, InterruptedException {
    Tags tags =
        Tags.of(
            Names.ACTION,
            Names.ACCESS,
            Names.TIMESTAMP,
            Long.toString(clock.millis()),
            Names.ORIGIN,
            AccessToken.origin(URI.create(gateway)));
    return sign(AoMessages.draft(info().authority(), tags, " "));
  }

  /**
   * A read of what may belong to this wallet alone: it proves itself once that is asked for. A
   * session is not even there for others.
   */
  private byte[] list(String path) throws IOException, InterruptedException {
    Optional<AccessToken> kept = kept();
    try {
      return exchange.send(get(path, settings.requestTimeout(), kept));
    } catch (GatewayException refused) {
      boolean proofHelps =
          refused.status() == NO_TOKEN
              || (refused.status() == STRANGER || refused.status() == NOTHING) && kept.isEmpty();
      if (!proofHelps) {
        throw refused;
      }
      return exchange.send(get(path, settings.requestTimeout(), Optional.of(newAccess())));
    }
  }

  /**
   * Results of a process in order; of a process that belongs to this wallet, with its access token.
   *
   * @param after cursor to continue behind, or empty for the first page
   * @param limit at most so many
   */
  public ResultsPage results(String process, String after, int limit)
      throws IOException, InterruptedException {
    String from = after.isEmpty() ? "" : "&from=" + encoded(after);
    String path = "/results/" + encoded(process) + "?sort=ASC&limit=" + limit + from;
    JsonNode page = json(list(path));
    List<ResultsPage.Edge> edges = new ArrayList<>();
    for (JsonNode edge : page.path("edges")) {
      Result result = result(MAPPER.writeValueAsBytes(edge.path("node")));
      edges.add(new ResultsPage.Edge(result, edge.path("cursor").asText()));
    }
    return new ResultsPage(edges, page.path("pageInfo").path("hasNextPage").asBoolean());
  }

  /** Asks a process without leaving a trace, anonymously: for public reads. */
  public Result dryRun(String process, Tags tags, String data)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(dryRunPath(process), settings.requestTimeout())
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    AoMessages.dryRun(process, wallet.address(), tags, data)))
            .build();
    return result(exchange.send(request));
  }

  /**
   * Asks a process without leaving a trace, with a signature that proves who asks: for what only
   * some may read. The item carries the time, and is worth nothing a few minutes later.
   */
  public Result provenDryRun(String process, Tags tags, String data)
      throws IOException, InterruptedException {
    Tags timed =
        tags.and(Tags.of(Names.TIMESTAMP, Long.toString(clock.millis()), Names.DRY_RUN, "true"));
    VerifiedItem item = sign(AoMessages.draft(process, timed, data));
    return result(exchange.send(octets(dryRunPath(process), item)));
  }

  /**
   * The live events of a process or a wallet, with this wallet's right to read.
   *
   * @param id of a process, or address of a wallet
   * @param lastEventId to go on behind, or empty to begin with what happens from now on
   */
  public EventStream stream(String id, String lastEventId) {
    return new EventStream(
        exchange,
        URI.create(gateway + "/stream/" + encoded(id)),
        settings,
        lastEventId,
        this::token);
  }

  /**
   * An access token of this wallet, good for some time: what {@code Authorization: Bearer} takes.
   */
  public String token() throws IOException, InterruptedException {
    VerifiedItem item = accessItem();
    String token = json(exchange.send(octets("/access", item))).path("access_token").asText("");
    if (token.isEmpty()) {
      throw new IOException("the gateway's answer holds no access token");
    }
    return token;
  }

  /**
   * Waits between two looks at something.
   *
   * @return false when the client was closed meanwhile, and at once if it already is
   */
  public boolean pause(Duration pause) throws InterruptedException {
    return !closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends pauses between tries; calls in flight then fail. */
  @Override
  public void close() {
    closed.countDown();
  }

  private VerifiedItem sign(Draft draft) {
    Reading<VerifiedItem> signed = draft.sign(wallet.signer());
    if (signed instanceof Reading.Refused<VerifiedItem> refused) {
      throw new IllegalArgumentException(refused.refusal().message());
    }
    return signed.orThrow();
  }

  private HttpRequest get(String path, Duration timeout) {
    return request(path, timeout).GET().build();
  }

  private HttpRequest get(String path, Duration timeout, Optional<AccessToken> shown) {
    HttpRequest.Builder request = request(path, timeout).GET();
    shown.ifPresent(one -> request.header("Authorization", one.header()));
    return request.build();
  }

  private HttpRequest octets(String path, VerifiedItem item) {
    return request(path, settings.requestTimeout())
        .header("Content-Type", OCTETS)
        .POST(HttpRequest.BodyPublishers.ofByteArray(item.bytes()))
        .build();
  }

  private HttpRequest.Builder request(String path, Duration timeout) {
    return HttpRequest.newBuilder(URI.create(gateway + path))
        .timeout(timeout)
        .header("Accept", "application/json");
  }

  private static String dryRunPath(String process) {
    return "/dry-run?process-id=" + encoded(process);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static JsonNode json(byte[] body) throws IOException {
    JsonNode json = MAPPER.readTree(body);
    if (json == null || !json.isObject()) {
      throw new IOException("the gateway's answer is not a JSON object");
    }
    return json;
  }

  private static Result result(byte[] body) throws IOException {
    Decoded<Result> decoded = Wire.decodeResult(body);
    if (decoded instanceof Decoded.Bad<Result> bad) {
      throw new IOException("the gateway's answer is not a Result: " + bad.fault().detail());
    }
    return ((Decoded.Ok<Result>) decoded).value();
  }
}
