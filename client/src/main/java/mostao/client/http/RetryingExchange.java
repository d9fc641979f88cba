package mostao.client.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One request until it has a final answer: tried again while the gateway can't be reached. */
final class RetryingExchange {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int BAD_GATEWAY = 502;
  private static final int UNAVAILABLE = 503;
  private static final int TIMED_OUT = 504;
  private static final Set<Integer> PASSING =
      Set.of(TOO_MANY_REQUESTS, BAD_GATEWAY, UNAVAILABLE, TIMED_OUT);
  private static final int SHOWN = 300;
  private static final int MOST_REFUSAL = 64 * 1024;

  private final HttpClient http;
  private final HttpSettings settings;
  private final CountDownLatch closed;

  RetryingExchange(HttpClient http, HttpSettings settings, CountDownLatch closed) {
    this.http = http;
    this.settings = settings;
    this.closed = closed;
  }

  /** The body of a 2xx answer; every try sends the very same request. */
  byte[] send(HttpRequest request) throws IOException, InterruptedException {
    return send(request, HttpResponse.BodyHandlers.ofByteArray(), body -> body);
  }

  /** As {@link #send}, for a body that goes on; the request's deadline is for its beginning. */
  InputStream open(HttpRequest request) throws IOException, InterruptedException {
    return send(request, HttpResponse.BodyHandlers.ofInputStream(), RetryingExchange::beginning);
  }

  private static byte[] beginning(InputStream body) throws IOException {
    try (body) {
      return body.readNBytes(MOST_REFUSAL);
    }
  }

  @FunctionalInterface
  private interface Bytes<B> {
    byte[] of(B body) throws IOException;
  }

  private <B> B send(HttpRequest request, HttpResponse.BodyHandler<B> handler, Bytes<B> refusal)
      throws IOException, InterruptedException {
    String name = request.method() + " " + request.uri();
    GatewayException last = null;
    Duration pause = Duration.ZERO;
    for (int attempt = 1; attempt <= settings.attempts(); attempt++) {
      if (attempt > 1 && closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        throw last;
      }
      pause = settings.pauseBefore(attempt + 1);
      HttpResponse<B> response;
      try {
        response = http.send(request, handler);
        if (response.statusCode() / 100 == 2) {
          return response.body();
        }
        last = refused(name, response.statusCode(), refusal.of(response.body()));
      } catch (IOException unreachable) {
        last = new GatewayException(name, unreachable);
        continue;
      }
      if (!PASSING.contains(response.statusCode())) {
        throw last;
      }
      pause = retryAfter(response).map(settings::shortest).orElse(pause);
    }
    throw last;
  }

  private static Optional<Duration> retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(seconds -> seconds.matches("[0-9]{1,6}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }

  // {"error":"…"} and {"code":"…","message":"…"}, also nested, are all in use.
  private static GatewayException refused(String name, int status, byte[] bytes) {
    String code = "";
    String sentence = "";
    try {
      JsonNode body = MAPPER.readTree(bytes);
      JsonNode error = body.path("error");
      JsonNode told = error.isObject() ? error : body;
      code = told.path("code").asText("");
      sentence = told.path("message").asText(error.isTextual() ? error.textValue() : "");
    } catch (JsonProcessingException notJson) {
      sentence = "";
    } catch (IOException impossible) {
      throw new IllegalStateException("reading from an array", impossible);
    }
    if (sentence.isEmpty()) {
      String text = new String(bytes, java.nio.charset.StandardCharsets.UTF_8).strip();
      sentence = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
    return new GatewayException(name, status, code, sentence);
  }
}
