package mostao.gateway.edge.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import mostao.ao.kafka.directory.Deployment;
import mostao.ao.wire.Topics;
import mostao.gateway.access.ReadGuard;
import mostao.gateway.scheduler.SchedulerKey;
import mostao.gateway.units.Processes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /}: what a client needs to know about the deployment. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class HomeResource {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Processes processes;
  private final SchedulerKey scheduler;
  private final ReadGuard guard;
  private final String version;

  HomeResource(
      Processes processes,
      SchedulerKey scheduler,
      ReadGuard guard,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.processes = processes;
    this.scheduler = scheduler;
    this.guard = guard;
    this.version = version;
  }

  @GET
  @Tag(name = "Deployment")
  @Operation(summary = "What a client needs to know about this deployment")
  @APIResponse(
      responseCode = "200",
      description = "Ids, addresses and who may read",
      content = @Content(schema = @Schema(ref = "Home")))
  public Response home() {
    Deployment deployment = processes.deployment();
    ObjectNode node = MAPPER.createObjectNode();
    node.put("name", "MostAO").put("version", version);
    node.put("registry", deployment.registry().id());
    node.put("authority", deployment.authority());
    node.put("scheduler", scheduler.address());
    ArrayNode known = node.putArray("schedulers");
    scheduler.known(deployment).forEach(known::add);
    ObjectNode modules = node.putObject("modules");
    for (String name : Topics.MODULES) {
      modules.put(name, deployment.moduleId(name));
    }
    node.put("reads", guard.open() ? "open" : "private");
    return Replies.json(200, node.toString());
  }
}
