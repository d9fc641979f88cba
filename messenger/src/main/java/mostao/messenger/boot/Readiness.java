package mostao.messenger.boot;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import mostao.ao.kafka.directory.Directory;
import mostao.messenger.push.Messenger;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Ready while the messenger can do its work. */
@org.eclipse.microprofile.health.Readiness
@ApplicationScoped
public class Readiness implements AsyncHealthCheck {
  private final RegistryBootstrap bootstrap;
  private final Directory directory;
  private final Messenger messenger;

  Readiness(RegistryBootstrap bootstrap, Directory directory, Messenger messenger) {
    this.bootstrap = bootstrap;
    this.directory = directory;
    this.messenger = messenger;
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
    boolean registry = bootstrap.isDone();
    boolean carries = messenger.carries();
    return HealthCheckResponse.named("messenger")
        .status(directoryRead && registry && carries)
        .withData("directory", directoryRead ? "read" : "the broker does not answer")
        .withData("registry", registry ? "there" : "not delivered yet")
        .withData("messenger", carries ? "carries" : "a batch can't be delivered")
        .build();
  }
}
