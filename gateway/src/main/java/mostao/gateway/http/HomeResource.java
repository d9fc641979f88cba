package mostao.gateway.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import mostao.gateway.authority.Deployment;
import mostao.gateway.reads.ReadGuard;
import mostao.gateway.units.Units;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /}: what a client must know of the deployment. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class HomeResource {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String home;

  HomeResource(
      Deployment deployment,
      Units units,
      ReadGuard guard,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("name", "MostAO").put("version", version);
    node.put("registry", deployment.registry().id());
    node.put("authority", deployment.authority().address());
    node.put("scheduler", deployment.authority().address());
    ObjectNode modules = node.putObject("modules");
    deployment.moduleIds().forEach(modules::put);
    ObjectNode addresses = node.putObject("units");
    units.urls().forEach((module, url) -> addresses.put(module, url.toString()));
    node.put("reads", guard.open() ? "open" : "private");
    this.home = node.toString();
  }

  @GET
  @Tag(name = "Deployment")
  @Operation(summary = "What a client must know of this deployment")
  @APIResponse(
      responseCode = "200",
      description = "Ids, addresses and who may read",
      content = @Content(schema = @Schema(ref = "Home")))
  public Response home() {
    return Replies.json(200, home);
  }
}
