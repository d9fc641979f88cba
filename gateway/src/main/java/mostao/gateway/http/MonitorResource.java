package mostao.gateway.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import mostao.gateway.answer.Answer;
import mostao.gateway.monitors.Monitoring;

/** {@code /monitor/{process}}: a signed item, whatever the body is called. */
@Path("monitor/{process}")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class MonitorResource {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Monitoring monitoring;

  MonitorResource(Monitoring monitoring) {
    this.monitoring = monitoring;
  }

  @POST
  @Consumes(MediaType.WILDCARD)
  public CompletionStage<Response> begin(
      @PathParam("process") String process, @Context RoutingContext context) {
    return reply("Monitoring process", monitoring.begin(process, Edge.body(context)));
  }

  @DELETE
  @Consumes(MediaType.WILDCARD)
  public CompletionStage<Response> end(
      @PathParam("process") String process, @Context RoutingContext context) {
    return reply("Process deleted", monitoring.end(process, Edge.body(context)));
  }

  private static CompletionStage<Response> reply(
      String message, CompletionStage<Answer<String>> answer) {
    return Replies.ok(
        answer.thenApply(
            given ->
                given.then(
                    id ->
                        Answer.given(
                            MAPPER.createObjectNode().put("message", message).put("id", id)))));
  }
}
