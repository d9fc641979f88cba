package mostao.gateway.boot;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import mostao.ao.kafka.directory.Deployment;
import mostao.ao.kafka.directory.Directory;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Ready while the gateway can do its work. */
@org.eclipse.microprofile.health.Readiness
@ApplicationScoped
public class Readiness implements AsyncHealthCheck {
  private final Directory directory;

  Readiness(Directory directory) {
    this.directory = directory;
  }

  /** Asks the broker for the end of the directory: whether it answers, and we keep up. */
  @Override
  public Uni<HealthCheckResponse> call() {
    return Uni.createFrom()
        .completionStage(directory::catchUp)
        .map(read -> response(true))
        .onFailure()
        .recoverWithItem(away -> response(false));
  }

  private HealthCheckResponse response(boolean directoryRead) {
    boolean registry =
        directory
            .deployment()
            .map(Deployment::registry)
            .flatMap(item -> directory.find(item.id()))
            .isPresent();
    return HealthCheckResponse.named("gateway")
        .status(directoryRead && registry)
        .withData("directory", directoryRead ? "read" : "the broker does not answer")
        .withData("registry", registry ? "there" : "not recorded by a messenger yet")
        .build();
  }
}
