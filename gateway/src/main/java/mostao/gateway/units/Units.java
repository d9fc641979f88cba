package mostao.gateway.units;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import mostao.ao.wire.Topics;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.answer.Unavailable;
import org.jboss.logging.Logger;

/** The units' REST, by module. Thread-safe, never blocks. */
public final class Units implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Units.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final WebClient client;
  private final Map<String, URI> urls = new LinkedHashMap<>();
  private final long timeoutMs;

  public Units(Vertx vertx, UnitSettings settings) {
    this.urls.put(Topics.REGISTRY, settings.registry().url());
    this.urls.put(Topics.HANDLE, settings.handle().url());
    this.urls.put(Topics.SESSION, settings.session().url());
    this.timeoutMs = settings.timeout().toMillis();
    this.client =
        WebClient.create(
            vertx,
            new WebClientOptions()
                .setUserAgent("mostao-gateway")
                .setFollowRedirects(false)
                .setTcpNoDelay(true)
                .setKeepAlive(true)
                .setKeepAliveTimeout(30)
                .setMaxPoolSize(settings.connections())
                .setMaxWaitQueueSize(settings.queue())
                .setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis())));
  }

  /** Where the units are, by module. */
  public Map<String, URI> urls() {
    return urls;
  }

  /**
   * What a unit has at a path.
   *
   * @param query names and values, not encoded
   * @return the JSON of a 200; a refusal for 404 and 400; fails with {@link Unavailable} when the
   *     unit is away or broken
   */
  public CompletionStage<Reply<JsonNode>> get(
      String module, String path, Map<String, String> query) {
    HttpRequest<Buffer> request = client.getAbs(url(module, path)).timeout(timeoutMs);
    query.forEach(request::addQueryParam);
    return answer(module, request.send());
  }

  /** As {@link #get}, of a question with a body. */
  public CompletionStage<Reply<JsonNode>> post(String module, String path, JsonNode body) {
    Buffer bytes;
    try {
      bytes = Buffer.buffer(MAPPER.writeValueAsBytes(body));
    } catch (IOException bug) {
      throw new IllegalStateException("a JSON tree can always be written", bug);
    }
    return answer(
        module,
        client
            .postAbs(url(module, path))
            .timeout(timeoutMs)
            .putHeader("content-type", "application/json")
            .sendBuffer(bytes));
  }

  private String url(String module, String path) {
    URI url = urls.get(module);
    if (url == null) {
      throw new IllegalArgumentException("no unit evaluates module " + module);
    }
    String base = url.toString();
    return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
  }

  private static CompletionStage<Reply<JsonNode>> answer(
      String module, Future<HttpResponse<Buffer>> response) {
    return response
        .toCompletionStage()
        .handle(
            (got, failure) -> {
              if (failure != null) {
                LOG.debugf("the %s unit does not answer: %s", module, failure);
                throw new Unavailable(ApiError.unitUnavailable(module), failure);
              }
              return read(module, got);
            });
  }

  private static Reply<JsonNode> read(String module, HttpResponse<Buffer> got) {
    JsonNode body = json(got);
    switch (got.statusCode()) {
      case 200:
        if (body.isMissingNode()) {
          throw broken(module, "an answer that is not JSON");
        }
        return Reply.given(body);
      case 404:
        return Reply.denied(ApiError.notFound(sentence(body)));
      case 400:
        return Reply.denied(ApiError.invalidRequest(sentence(body)));
      case 413:
        return Reply.denied(ApiError.tooLarge(sentence(body)));
      default:
        throw broken(module, "status " + got.statusCode());
    }
  }

  private static Unavailable broken(String module, String what) {
    LOG.warnf("the %s unit gave %s", module, what);
    return new Unavailable(ApiError.unitUnavailable(module), null);
  }

  private static JsonNode json(HttpResponse<Buffer> got) {
    try {
      Buffer body = got.body();
      return body == null ? MAPPER.missingNode() : MAPPER.readTree(body.getBytes());
    } catch (IOException notJson) {
      return MAPPER.missingNode();
    }
  }

  private static String sentence(JsonNode body) {
    JsonNode error = body.path("error");
    if (error.isTextual()) {
      return error.textValue();
    }
    return error.path("message").isTextual()
        ? error.path("message").textValue()
        : "the unit refused without a reason";
  }

  @Override
  public void close() {
    client.close();
  }
}
