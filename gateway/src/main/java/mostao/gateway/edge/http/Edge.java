package mostao.gateway.edge.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import mostao.gateway.access.Caller;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.ErrorCode;
import mostao.gateway.edge.connections.ConnectionGuard;
import mostao.gateway.edge.connections.ConnectionLimiter;
import mostao.gateway.edge.limits.ClientAddress;
import mostao.gateway.edge.limits.RateLimits;
import mostao.gateway.edge.limits.RequestKind;

/**
 * The decisions before a resource: doubled slashes, which clients make of a base URL that ends in
 * one, and how much an address asks for. Then the {@link Bodies} are read.
 */
@ApplicationScoped
public class Edge {
  /** After CORS (300), so that a browser can read the refusal. */
  private static final int PRIORITY = 250;

  /** Before anything may answer. */
  private static final int EARLIEST = 1000;

  private static final long LINGER_MILLIS = 1000;
  private static final int FIRST = Integer.MIN_VALUE;
  private static final String CLIENT = Edge.class.getName();
  private static final String WATCHED = CLIENT + ".watched";

  private final RateLimits limits;
  private final Bodies bodies;

  Edge(RateLimits limits, Bodies bodies) {
    this.limits = limits;
    this.bodies = bodies;
  }

  void install(@Observes Filters filters) {
    filters.register(Edge::watch, EARLIEST);
    filters.register(Edge::tidy, EARLIEST - 1);
    filters.register(Edge::readable, PRIORITY + 2);
    filters.register(this::charge, PRIORITY + 1);
    filters.register(bodies, PRIORITY);
  }

  /** Failures before a resource, which would end without a body. */
  void install(@Observes Router router) {
    router.route().order(FIRST).failureHandler(Edge::explain);
    router.errorHandler(400, Edge::explain);
  }

  private static void explain(RoutingContext context) {
    if (context.statusCode() == 413) {
      end(context, ApiError.tooLarge("the body is too large"));
    } else if (context.statusCode() == 400) {
      end(context, ApiError.invalidRequest("the request can't be read"));
    } else {
      context.next();
    }
  }

  /** The request's body, read before its resource was found. */
  static byte[] body(RoutingContext context) {
    Buffer body = context.body().buffer();
    return body == null ? new byte[0] : body.getBytes();
  }

  /** Whom a request is counted for. */
  static String client(RoutingContext context) {
    String known = context.get(CLIENT);
    if (known != null) {
      return known;
    }
    SocketAddress address = context.request().remoteAddress();
    String host = address.hostAddress() == null ? address.host() : address.hostAddress();
    String client = ClientAddress.key(host == null ? "unknown" : host);
    context.put(CLIENT, client);
    return client;
  }

  /** Who reads. */
  static Caller caller(Optional<String> authorization, RoutingContext context) {
    return new Caller(authorization, client(context), gone(context));
  }

  /** Completed when the answer is given or the client has gone without it. */
  static CompletionStage<Void> gone(RoutingContext context) {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    context.addEndHandler(ended -> gone.complete(null));
    return gone;
  }

  /** The headers are there; until the answer is, only the body has a deadline. */
  private static void watch(RoutingContext context) {
    if (context.get(WATCHED) == null) {
      context.put(WATCHED, true);
      ConnectionLimiter.guardOf(context.request().connection())
          .ifPresent(
              guard -> {
                guard.begun();
                context.addHeadersEndHandler(headers -> guard.answered());
              });
    }
    context.next();
  }

  /** A path or a query that can't be decoded would be a failure wherever it is read first. */
  private static void readable(RoutingContext context) {
    HttpServerRequest request = context.request();
    try {
      context.normalizedPath();
      request.params();
    } catch (IllegalArgumentException undecodable) {
      end(
          context,
          ApiError.invalidRequest(
              ApiError.quote(request.uri())
                  + " can't be decoded; percent signs must escape UTF-8"));
      return;
    }
    context.next();
  }

  private void charge(RoutingContext context) {
    RequestKind kind = RequestKind.of(context.request().method().name(), context.normalizedPath());
    Optional<ApiError> refused = limits.ofAddress(kind, client(context));
    if (refused.isPresent()) {
      end(context, refused.get());
    } else {
      context.next();
    }
  }

  /**
   * Doubled slashes become one; if the result is not a URI, it is refused. The framework would do
   * so before, without a word, and take {@code //} for none: see the gateway's main.
   */
  private static void tidy(RoutingContext context) {
    String asked = context.request().uri();
    String uri = tidied(asked);
    if (!uri.equals(asked)) {
      context.reroute(uri);
    } else if (isUri(uri)) {
      context.next();
    } else {
      end(
          context,
          ApiError.invalidRequest(
              ApiError.quote(uri)
                  + " is not a path; write every character but letters, digits and -._~ as %XX"));
    }
  }

  /** Path and query alone, also of what was asked as of a proxy (RFC 9112, section 3.2.2). */
  private static String tidied(String uri) {
    int scheme = uri.startsWith("/") ? -1 : uri.indexOf("://");
    int path = scheme < 0 ? 0 : uri.indexOf('/', scheme + 3);
    String local = path < 0 ? "/" : uri.substring(path);
    int query = local.indexOf('?');
    return query < 0
        ? local.replaceAll("/{2,}", "/")
        : local.substring(0, query).replaceAll("/{2,}", "/") + local.substring(query);
  }

  private static boolean isUri(String text) {
    try {
      return new URI(text).getRawPath() != null;
    } catch (URISyntaxException foreign) {
      return false;
    }
  }

  /** Refuses before the body is read. */
  static void end(RoutingContext context, ApiError refused) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response
        .setStatusCode(HttpStatus.of(refused.code()))
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    refused
        .retryAfterSeconds()
        .ifPresent(seconds -> response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds)));
    if (context.request().isEnded()) {
      response.end(Replies.body(refused));
    } else {
      endBeforeTheRequestDoes(context, refused);
    }
  }

  /**
   * The rest of a body is discarded, but not for long; otherwise the client would be cut off before
   * it has read the answer.
   */
  private static void endBeforeTheRequestDoes(RoutingContext context, ApiError refused) {
    HttpServerRequest request = context.request();
    boolean close = refused.code() != ErrorCode.TOO_MANY;
    if (close) {
      context.response().putHeader(HttpHeaders.CONNECTION, "close");
    }
    long timer = context.vertx().setTimer(LINGER_MILLIS, late -> request.connection().close());
    // The bytes that still come belong to this request, and not to the next.
    Optional<ConnectionGuard> guard = ConnectionLimiter.guardOf(request.connection());
    guard.ifPresent(ConnectionGuard::begun);
    request
        .handler(ignored -> {})
        .exceptionHandler(gone -> context.vertx().cancelTimer(timer))
        .endHandler(
            ended -> {
              context.vertx().cancelTimer(timer);
              guard.ifPresent(ConnectionGuard::answered);
              if (close) {
                request.connection().close();
              }
            });
    context.response().end(Replies.body(refused));
    request.resume();
  }
}
