package mostao.gateway.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import mostao.gateway.answer.Refused;
import mostao.gateway.intake.IntakeSettings;
import mostao.gateway.intake.ItemReader;

/**
 * What is decided before a resource: doubled slashes, which clients make of a base URL that ends in
 * one, and bodies that are too large, whether they say so or turn out to be. Bodies are read here,
 * on the event loop, so that no thread waits for a slow client.
 */
@ApplicationScoped
public class Edge {
  /** After CORS (300), so that a browser can read the refusal. */
  private static final int PRIORITY = 250;

  private static final int FIRST = Integer.MIN_VALUE;

  private final long mostBytes;

  Edge(IntakeSettings settings) {
    this.mostBytes = settings.itemBytes();
  }

  void install(@Observes Filters filters) {
    filters.register(BodyHandler.create(false).setBodyLimit(mostBytes), PRIORITY);
    filters.register(Edge::collapseSlashes, PRIORITY + 1);
  }

  /** Failures before a resource, which would end without a body. */
  void install(@Observes Router router) {
    router.route().order(FIRST).failureHandler(this::explain);
    router.errorHandler(400, this::explain);
  }

  private void explain(RoutingContext context) {
    if (context.statusCode() == 413) {
      String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
      end(
          context,
          length != null && length.matches("[0-9]{1,18}")
              ? ItemReader.tooLarge(Long.parseLong(length), mostBytes)
              : ItemReader.tooLarge(mostBytes));
    } else if (context.statusCode() == 400) {
      end(context, Refused.invalidRequest("the request can't be read"));
    } else {
      context.next();
    }
  }

  /** The request's body, read before its resource was found. */
  static byte[] body(RoutingContext context) {
    Buffer body = context.body().buffer();
    return body == null ? new byte[0] : body.getBytes();
  }

  private static void collapseSlashes(RoutingContext context) {
    String uri = context.request().uri();
    int query = uri.indexOf('?');
    String path = query < 0 ? uri : uri.substring(0, query);
    if (!path.contains("//")) {
      context.next();
      return;
    }
    String rest = query < 0 ? "" : uri.substring(query);
    context.reroute(path.replaceAll("/{2,}", "/") + rest);
  }

  private static void end(RoutingContext context, Refused refused) {
    HttpServerResponse response = context.response();
    if (response.ended()) {
      return;
    }
    // What is still coming of the body is not read.
    response
        .setStatusCode(refused.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CONNECTION, "close")
        .end(Replies.body(refused));
  }
}
