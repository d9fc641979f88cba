package mostao.gateway.edge.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import mostao.gateway.units.Units;

/** What operators see on the management port, beside health and metrics. */
@ApplicationScoped
public class OperatorRoutes {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Units units;

  OperatorRoutes(Units units) {
    this.units = units;
  }

  /** {@code GET /q/units}: where the units are, by module. */
  void install(@Observes ManagementInterface management) {
    management
        .router()
        .get("/q/units")
        .handler(
            context -> {
              ObjectNode addresses = MAPPER.createObjectNode();
              units.urls().forEach((module, url) -> addresses.put(module, url.toString()));
              context
                  .response()
                  .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                  .end(addresses.toString());
            });
  }
}
