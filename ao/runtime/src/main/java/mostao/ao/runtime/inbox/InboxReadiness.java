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
 * Ready once every consumer has joined its group, and from then on. A lag does not make it unready,
 * nor does a broker or a database that is away, which all replicas miss alike: an answer that says
 * so is better than none. The data say what the service waits for.
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
    boolean joined = !consumers.isEmpty() && consumers.stream().allMatch(Membership::joined);
    int partitions = consumers.stream().mapToInt(Membership::partitions).sum();
    response.status(joined).withData("partitions", partitions);
    awaited(joined, consumers).ifPresent(what -> response.withData("waiting for", what));
    return response.build();
  }

  private Optional<String> awaited(boolean joined, Collection<Membership> consumers) {
    Optional<String> trouble = state.trouble();
    if (trouble.isPresent()) {
      return trouble;
    }
    if (!joined) {
      return Optional.of("the consumer group");
    }
    return consumers.stream().anyMatch(this::isSilent)
        ? Optional.of("the broker")
        : Optional.empty();
  }

  private boolean isSilent(Membership consumer) {
    return consumer.measured("last-heartbeat-seconds-ago").orElse(0) > silentAfter.toSeconds()
        || consumer.measured("connection-count").orElse(1) < 1;
  }
}
