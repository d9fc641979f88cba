package mostao.gateway.edge.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.concurrent.Executor;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.ErrorCode;
import mostao.gateway.answer.Reply;
import mostao.gateway.answer.Unavailable;
import mostao.gateway.streams.EventSink;
import mostao.gateway.streams.EventStream;
import mostao.gateway.streams.Streams;

/**
 * {@code GET /stream/{process-or-wallet}}: server-sent events. A route of its own and no resource,
 * since a stream writes only while its connection has room.
 */
@ApplicationScoped
public class StreamRoute {
  private static final String ALLOWED = "GET, HEAD, OPTIONS";

  private final Streams streams;
  private final Vertx vertx;

  StreamRoute(Streams streams, Vertx vertx) {
    this.streams = streams;
    this.vertx = vertx;
  }

  void install(@Observes Router router) {
    router.route("/stream/:id").handler(this::handle);
  }

  private void handle(RoutingContext context) {
    HttpMethod method = context.request().method();
    if (method.equals(HttpMethod.OPTIONS)) {
      context.response().setStatusCode(204).putHeader(HttpHeaders.ALLOW, ALLOWED).end();
      return;
    }
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      context.response().putHeader(HttpHeaders.ALLOW, ALLOWED);
      Edge.end(context, ApiError.notAllowed(context.normalizedPath()));
      return;
    }
    HttpServerRequest request = context.request();
    Streams.StreamRequest wanted =
        new Streams.StreamRequest(
            context.pathParam("id"),
            Optional.ofNullable(request.getHeader("Last-Event-ID")),
            Optional.ofNullable(request.getParam("from")),
            Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION)),
            Edge.client(context));
    Context loop = vertx.getOrCreateContext();
    streams
        .open(wanted)
        .whenComplete(
            (answer, failure) ->
                loop.runOnContext(
                    now -> {
                      if (failure != null) {
                        refuse(context, Unavailable.toldOf(failure));
                      } else if (answer instanceof Reply.Denied<Streams.Opening> denied) {
                        refuse(context, denied.refused());
                      } else {
                        begin(context, ((Reply.Given<Streams.Opening>) answer).value(), loop);
                      }
                    }));
  }

  private static void refuse(RoutingContext context, ApiError refused) {
    if (refused.code() == ErrorCode.INVALID_TOKEN && !context.response().headWritten()) {
      context.response().putHeader("WWW-Authenticate", Replies.INVALID_TOKEN);
    }
    Edge.end(context, refused);
  }

  private void begin(RoutingContext context, Streams.Opening opening, Context loop) {
    HttpServerResponse response = context.response();
    if (response.closed() || response.ended()) {
      opening.drop();
      return;
    }
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        // A proxy that collects answers before it passes them on would hold events back.
        .putHeader("X-Accel-Buffering", "no");
    if (context.request().method().equals(HttpMethod.HEAD)) {
      opening.drop();
      response.end();
      return;
    }
    response.setChunked(true).setWriteQueueMaxSize(streams.settings().queueBytes());
    Executor thread = task -> loop.runOnContext(now -> task.run());
    EventStream stream = opening.start(new Connection(context.request()), thread);
    long timer = vertx.setPeriodic(streams.tick().toMillis(), tick -> thread.execute(stream::tick));
    Edge.gone(context)
        .thenRun(
            () -> {
              vertx.cancelTimer(timer);
              stream.close();
            });
    response.drainHandler(drained -> stream.drained());
    stream.begin();
  }

  /** One client. */
  private record Connection(HttpServerRequest request) implements EventSink {
    @Override
    public void write(String text) {
      request.response().write(text);
    }

    @Override
    public boolean full() {
      return request.response().writeQueueFull();
    }

    @Override
    public void end(String text) {
      // A client that connects again does so anew, and finds a gateway that goes on.
      request.response().end(text).onComplete(sent -> request.connection().close());
    }

    @Override
    public void cut() {
      request.connection().close();
    }
  }
}
