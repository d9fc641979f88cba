package mostao.messenger.boot;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import mostao.ao.kafka.directory.Directory;
import mostao.messenger.authority.Authority;
import mostao.messenger.push.Messenger;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Ready once the directory was read to its end and the Registry is delivered, and from then on: a
 * broker or a signer that is away is no reason to replace a messenger, which goes on by itself. The
 * data say what is away.
 */
@org.eclipse.microprofile.health.Readiness
@ApplicationScoped
public class Readiness implements AsyncHealthCheck {
  /** Less than orchestrators wait for a probe. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final RegistryBootstrap bootstrap;
  private final Directory directory;
  private final Messenger messenger;
  private final Authority authority;

  Readiness(
      RegistryBootstrap bootstrap, Directory directory, Messenger messenger, Authority authority) {
    this.bootstrap = bootstrap;
    this.directory = directory;
    this.messenger = messenger;
    this.authority = authority;
  }

  /**
   * Asks the broker for the end of the directory, whether it answers and we keep up; and the
   * signer.
   */
  @Override
  public Uni<HealthCheckResponse> call() {
    return Uni.createFrom()
        .completionStage(directory::catchUp)
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .map(read -> true)
        .onFailure()
        .recoverWithItem(false)
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(upToDate -> response(upToDate, authority.answers()));
  }

  private HealthCheckResponse response(boolean upToDate, boolean signs) {
    boolean registry = bootstrap.isDone();
    return HealthCheckResponse.named("messenger")
        .status(directory.ready() && registry)
        .withData("directory", upToDate ? "read" : "the broker does not answer")
        .withData("registry", registry ? "there" : "not delivered yet")
        .withData("authority", signs ? "signs" : "the signer does not answer")
        .withData("messenger", messenger.carries() ? "carries" : "a batch can't be delivered")
        .build();
  }
}
