package mostao.gateway.boot;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import mostao.gateway.units.Units;

/**
 * Has looked every unit up before the gateway is ready; whether they are there is no matter of the
 * gateway's.
 */
@Singleton
class MetUnits {
  private final Supplier<CompletionStage<Void>> meeting;
  private volatile boolean tried;

  @Inject
  MetUnits(Units units) {
    this(units::meet);
  }

  /**
   * @param meeting done when each was looked up, whatever came of it
   */
  MetUnits(Supplier<CompletionStage<Void>> meeting) {
    this.meeting = meeting;
  }

  void begin(@Observes StartupEvent event) {
    meeting.get().thenRun(() -> tried = true);
  }

  /** Whether each was looked up, once. */
  boolean areTried() {
    return tried;
  }
}
