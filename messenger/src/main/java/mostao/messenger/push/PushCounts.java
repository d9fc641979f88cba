package mostao.messenger.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import mostao.ao.wire.Decoded.Fault;
import org.jboss.logging.Logger;

/** Counts what was carried and what was dropped. Every series is there from the start. */
final class PushCounts {
  private static final Logger LOG = Logger.getLogger(PushCounts.class);

  private final MeterRegistry meters;
  private final Counter pushes;
  private final Counter spawns;
  private final Counter toWallets;
  private final Counter kept;

  PushCounts(MeterRegistry meters) {
    this.meters = meters;
    this.pushes = meters.counter("mostao.messenger.pushes");
    this.spawns = meters.counter("mostao.messenger.spawns");
    this.toWallets = meters.counter("mostao.messenger.to.wallets");
    this.kept = meters.counter("mostao.messenger.kept");
    Fault.names().forEach(this::dropped);
  }

  private Counter dropped(String fault) {
    return meters.counter("mostao.messenger.dropped", "fault", fault);
  }

  /** Everything the plan asks for was acknowledged. */
  void add(PushPlan plan) {
    pushes.increment(plan.pushes());
    spawns.increment(plan.births().size());
    toWallets.increment(plan.toWallets());
    kept.increment(plan.kept());
    plan.faults()
        .forEach(
            (fault, number) -> {
              dropped(fault).increment(number);
              LOG.errorf(
                  "%d outbox entries were dropped as %s; see the dead letters", number, fault);
            });
  }
}
