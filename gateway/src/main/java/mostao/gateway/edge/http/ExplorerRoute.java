package mostao.gateway.edge.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import mostao.gateway.access.Caller;
import mostao.gateway.access.ReadGuard;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.answer.Unavailable;
import mostao.gateway.explorer.Asset;
import mostao.gateway.explorer.Assets;
import mostao.gateway.explorer.ExplorerSettings;
import mostao.gateway.explorer.Flow;
import mostao.gateway.explorer.Recent;
import mostao.gateway.scheduler.Schedule;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * {@code /explorer}: the web page, and the three reads that it alone needs. Routes of its own and
 * no resource, since there are none unless a setting asks for them.
 */
@ApplicationScoped
public class ExplorerRoute {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String PAGE = "/explorer/";
  private static final int NOT_MODIFIED = 304;
  private static final int MOVED = 308;

  private final boolean enabled;
  private final Instance<Assets> assets;
  private final Instance<Flow> flow;
  private final Instance<Recent> recent;
  private final Schedule schedule;
  private final ReadGuard guard;
  private final Vertx vertx;
  private final String version;

  ExplorerRoute(
      ExplorerSettings settings,
      Instance<Assets> assets,
      Instance<Flow> flow,
      Instance<Recent> recent,
      Schedule schedule,
      ReadGuard guard,
      Vertx vertx,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.enabled = settings.enabled();
    this.assets = assets;
    this.flow = flow;
    this.recent = recent;
    this.schedule = schedule;
    this.guard = guard;
    this.vertx = vertx;
    this.version = version;
  }

  void install(@Observes Router router) {
    if (!enabled) {
      return;
    }
    Assets files = assets.get();
    Flow figures = flow.get();
    Recent latest = recent.get();
    router.get("/explorer").handler(ExplorerRoute::toThePage);
    router.head("/explorer/*").handler(context -> file(files, context));
    router.get("/explorer/api/system").handler(context -> answer(context, system(figures)));
    router.get("/explorer/api/recent").handler(context -> answer(context, recent(latest, context)));
    router
        .get("/explorer/api/assignment/:id")
        .handler(
            context ->
                answer(context, schedule.assigned(context.pathParam("id"), caller(context))));
    router.get("/explorer/*").handler(context -> file(files, context));
  }

  /** With the slash, against which the page's own addresses are resolved. */
  private static void toThePage(RoutingContext context) {
    if (context.request().path().equals(PAGE)) {
      context.next();
    } else {
      context.response().setStatusCode(MOVED).putHeader(HttpHeaders.LOCATION, PAGE).end();
    }
  }

  private static Caller caller(RoutingContext context) {
    return Edge.caller(
        Optional.ofNullable(context.request().getHeader(HttpHeaders.AUTHORIZATION)), context);
  }

  /** A broker that is away is part of the picture. */
  private CompletionStage<Reply<JsonNode>> system(Flow figures) {
    return figures
        .look()
        .handle(
            (seen, failure) -> {
              ObjectNode system = MAPPER.createObjectNode();
              system.put("name", "MostAO").put("version", version);
              system.put("reads", guard.open() ? "open" : "private");
              system.put("broker", failure == null ? "there" : "away");
              system.set("topics", failure == null ? seen : MAPPER.nullNode());
              return Reply.given(system);
            });
  }

  private static CompletionStage<Reply<JsonNode>> recent(Recent latest, RoutingContext context) {
    String after = Optional.ofNullable(context.request().getParam("after")).orElse("0");
    return CompletableFuture.completedFuture(
        after.matches("[0-9]{1,18}")
            ? latest.seen(Long.parseLong(after), caller(context))
            : Reply.denied(
                ApiError.invalidRequest("'after' is " + ApiError.quote(after) + ", not a number")));
  }

  private void answer(RoutingContext context, CompletionStage<Reply<JsonNode>> asked) {
    Context loop = vertx.getOrCreateContext();
    asked.whenComplete(
        (answer, failure) ->
            loop.runOnContext(
                now -> {
                  context
                      .response()
                      .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                      .putHeader("X-Content-Type-Options", "nosniff");
                  if (failure != null) {
                    Edge.end(context, Unavailable.toldOf(failure));
                  } else if (answer instanceof Reply.Denied<JsonNode> denied) {
                    refuse(context, denied.refused());
                  } else {
                    give(context, ((Reply.Given<JsonNode>) answer).value());
                  }
                }));
  }

  private static void refuse(RoutingContext context, ApiError refused) {
    if (HttpStatus.of(refused.code()) == HttpStatus.UNAUTHENTICATED) {
      context.response().putHeader("WWW-Authenticate", Replies.INVALID_TOKEN);
    }
    Edge.end(context, refused);
  }

  private static void give(RoutingContext context, JsonNode value) {
    HttpServerResponse response = context.response();
    if (!response.ended() && !response.closed()) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(value.toString());
    }
  }

  private static void file(Assets files, RoutingContext context) {
    String path = context.normalizedPath();
    Optional<Asset> found =
        path.startsWith(PAGE) ? files.find(path.substring(PAGE.length())) : Optional.empty();
    if (found.isEmpty()) {
      context.next();
      return;
    }
    Asset file = found.get();
    HttpServerResponse response =
        context
            .response()
            .putHeader(HttpHeaders.CONTENT_TYPE, file.type())
            .putHeader(HttpHeaders.ETAG, file.tag())
            // Asked for again each time, and sent again when it is another.
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
            .putHeader("Content-Security-Policy", files.policy())
            .putHeader("X-Content-Type-Options", "nosniff")
            .putHeader("Referrer-Policy", "no-referrer")
            .putHeader("Cross-Origin-Opener-Policy", "same-origin")
            .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    if (file.tag().equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatusCode(NOT_MODIFIED).end();
    } else {
      response.end(Buffer.buffer(file.content()));
    }
  }
}
