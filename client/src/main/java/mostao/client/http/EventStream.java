package mostao.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A live stream of events. A connection that breaks, falls silent or is ended by the gateway is
 * made again, with a new token, behind the last event that was given: none is missed and none comes
 * twice. Used by one thread; {@link #close} may be called on any.
 */
public final class EventStream implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The gateway says something every 15 s. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private static final String END = "end";

  private final RetryingExchange exchange;
  private final URI uri;
  private final HttpSettings settings;
  private final Tokens tokens;
  private final CountDownLatch closed;
  private volatile SseConnection lines;
  private volatile String lastId;
  private Duration retry = Duration.ofSeconds(1);

  /** Supplies the access token; empty to read anonymously. */
  interface Tokens {
    String token() throws IOException, InterruptedException;
  }

  EventStream(
      RetryingExchange exchange,
      URI uri,
      HttpSettings settings,
      String lastEventId,
      Tokens tokens) {
    this(exchange, uri, settings, lastEventId, tokens, new CountDownLatch(1));
  }

  private EventStream(
      RetryingExchange exchange,
      URI uri,
      HttpSettings settings,
      String lastEventId,
      Tokens tokens,
      CountDownLatch closed) {
    this.exchange = exchange;
    this.uri = uri;
    this.settings = settings;
    this.lastId = lastEventId;
    this.tokens = tokens;
    this.closed = closed;
  }

  /**
   * A stream that is read anonymously.
   *
   * @param gateway its base URL
   */
  public static EventStream anonymous(URI gateway, String id, String lastEventId) {
    HttpSettings settings = HttpSettings.DEFAULT;
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    CountDownLatch closed = new CountDownLatch(1);
    String path = "/stream/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    return new EventStream(
        new RetryingExchange(http, settings, closed),
        URI.create(gateway.toString().replaceAll("/+$", "") + path),
        settings,
        lastEventId,
        () -> "",
        closed);
  }

  /**
   * The next event; waits for it.
   *
   * @throws GatewayException when the stream is refused, or can't be reached for longer than {@link
   *     HttpSettings} tries
   */
  public StreamEvent next() throws IOException, InterruptedException {
    while (true) {
      if (closed.getCount() == 0) {
        throw new IOException("the stream was closed");
      }
      if (lines == null) {
        connect();
      }
      SseConnection.Block block = lines.next(SILENCE);
      if (block.retryMs() >= 0) {
        retry = settings.shortest(Duration.ofMillis(block.retryMs()));
      }
      if (!block.id().isEmpty()) {
        lastId = block.id();
      }
      if (block.last() || block.name().equals(END)) {
        lines.close();
        lines = null;
        if (closed.await(retry.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IOException("the stream was closed");
        }
      } else if (!block.data().isEmpty()) {
        return new StreamEvent(block.name(), lastId, json(block.data()));
      }
    }
  }

  /** The place behind the last event, to go on from another time. */
  public String lastEventId() {
    return lastId;
  }

  private void connect() throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(settings.requestTimeout())
            .header("Accept", "text/event-stream");
    String token = tokens.token();
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!lastId.isEmpty()) {
      request.header("Last-Event-ID", lastId);
    }
    lines = new SseConnection(exchange.open(request.GET().build()));
  }

  private static JsonNode json(String data) throws IOException {
    JsonNode json = MAPPER.readTree(data);
    if (json == null || !json.isObject()) {
      throw new IOException("the gateway's event is not a JSON object");
    }
    return json;
  }

  /** A reader that waits for an event is told that no more will come. */
  @Override
  public void close() {
    closed.countDown();
    SseConnection open = lines;
    if (open != null) {
      open.close();
    }
  }
}
