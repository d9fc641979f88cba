package mostao.gateway.boot;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import mostao.ao.kafka.directory.Deployment;
import mostao.ao.kafka.directory.Directory;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Ready once the directory was read to its end, the deployment is known, the brokers of what is
 * written are found and the units were looked up, and from then on. While the broker is away every
 * gateway misses it alike: their 503 with {@code Retry-After}, and the reads that need no broker,
 * are better than no gateway. The data say what is away.
 */
@org.eclipse.microprofile.health.Readiness
@ApplicationScoped
public class Readiness implements AsyncHealthCheck {
  /** Less than orchestrators wait for a probe. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Directory directory;
  private final WrittenTopics topics;
  private final MetUnits units;

  Readiness(Directory directory, WrittenTopics topics, MetUnits units) {
    this.directory = directory;
    this.topics = topics;
    this.units = units;
  }

  /** Asks the broker for the end of the directory: whether it answers, and we keep up. */
  @Override
  public Uni<HealthCheckResponse> call() {
    return Uni.createFrom()
        .completionStage(directory::catchUp)
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .map(read -> response(true))
        .onFailure()
        .recoverWithItem(away -> response(false));
  }

  private HealthCheckResponse response(boolean upToDate) {
    boolean registry =
        directory
            .deployment()
            .map(Deployment::registry)
            .flatMap(item -> directory.find(item.id()))
            .isPresent();
    return HealthCheckResponse.named("gateway")
        .status(directory.ready() && registry && topics.areFound() && units.areTried())
        .withData("directory", upToDate ? "read" : "the broker does not answer")
        .withData("registry", registry ? "there" : "not recorded by a messenger yet")
        .withData("units", units.areTried() ? "looked up" : "not looked up yet")
        .withData("inboxes", topics.areFound() ? "found" : "their brokers are not found yet")
        .build();
  }
}
