package mostao.ao.runtime.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import mostao.ao.runtime.unit.UnitSettings;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when every consumer is in its group and hears from it, and no batch waits for a broken
 * dependency. A lag alone does not make it unready. The database has a check of its own.
 */
@Readiness
@ApplicationScoped
class InboxReadiness implements HealthCheck {
  private final Memberships memberships;
  private final InboxState state;
  private final Duration silentAfter;

  @Inject
  InboxReadiness(Memberships memberships, InboxState state, UnitSettings settings) {
    this.memberships = memberships;
    this.state = state;
    this.silentAfter = settings.inbox().silentAfter();
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("inbox");
    Collection<Membership> consumers = memberships.all();
    Optional<String> trouble = state.trouble();
    if (trouble.isPresent()) {
      return response.down().withData("waiting for", trouble.get()).build();
    }
    if (consumers.isEmpty() || !consumers.stream().allMatch(Membership::joined)) {
      return response.down().withData("waiting for", "the consumer group").build();
    }
    if (consumers.stream().anyMatch(this::isSilent)) {
      return response.down().withData("waiting for", "the broker").build();
    }
    int partitions = consumers.stream().mapToInt(Membership::partitions).sum();
    return response.up().withData("partitions", partitions).build();
  }

  private boolean isSilent(Membership consumer) {
    return consumer.measured("last-heartbeat-seconds-ago").orElse(0) > silentAfter.toSeconds()
        || consumer.measured("connection-count").orElse(1) < 1;
  }
}
