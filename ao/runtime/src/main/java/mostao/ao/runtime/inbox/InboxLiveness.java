package mostao.ao.runtime.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import mostao.ao.runtime.unit.UnitSettings;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive while batches move on or at least fail, and consumers poll. Not red for being behind, nor
 * for a broken dependency, since a restart mends neither.
 */
@Liveness
@ApplicationScoped
class InboxLiveness implements HealthCheck {
  private final Memberships memberships;
  private final InboxState state;
  private final Duration stuckAfter;

  @Inject
  InboxLiveness(Memberships memberships, InboxState state, UnitSettings settings) {
    this.memberships = memberships;
    this.state = state;
    this.stuckAfter = settings.inbox().stuckAfter();
  }

  @Override
  public HealthCheckResponse call() {
    boolean polling =
        memberships.all().stream()
            .allMatch(
                consumer ->
                    consumer.measured("last-poll-seconds-ago").orElse(0) <= stuckAfter.toSeconds());
    return HealthCheckResponse.named("inbox")
        .status(polling && !state.isStuck(stuckAfter))
        .withData("polling", polling)
        .build();
  }
}
