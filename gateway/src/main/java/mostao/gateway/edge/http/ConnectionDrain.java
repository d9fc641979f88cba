package mostao.gateway.edge.http;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * How connections end when the gateway stops. Readiness goes first; while the load balancers learn
 * of it ({@code quarkus.shutdown.delay}), everything is answered as before, but every answer is the
 * last of its connection. So no client sends a request on a connection that is about to close.
 */
@ApplicationScoped
public class ConnectionDrain {
  /** Before anything may answer. */
  private static final int EARLIEST = 1001;

  private static final String CLOSE = "close";
  private static final String MARKED = ConnectionDrain.class.getName();

  private volatile boolean begun;

  void begin(@Observes ShutdownDelayInitiatedEvent event) {
    begun = true;
  }

  void install(@Observes Filters filters) {
    filters.register(this::mark, EARLIEST);
  }

  private void mark(RoutingContext context) {
    if (context.get(MARKED) == null && context.request().version() == HttpVersion.HTTP_1_1) {
      context.put(MARKED, true);
      HttpServerResponse response = context.response();
      // Decided when the answer is written: also for requests that were under way.
      context.addHeadersEndHandler(
          headers -> {
            if (begun) {
              response.putHeader(HttpHeaders.CONNECTION, CLOSE);
            }
          });
      context.addEndHandler(
          ended -> {
            boolean last = CLOSE.equals(response.headers().get(HttpHeaders.CONNECTION));
            if (begun && last && context.request().isEnded()) {
              context.request().connection().close();
            }
          });
    }
    context.next();
  }
}
