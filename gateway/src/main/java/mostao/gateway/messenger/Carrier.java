package mostao.gateway.messenger;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import mostao.gateway.directory.Directory;
import mostao.gateway.directory.Wallets;
import mostao.gateway.inbox.Inbox;
import mostao.gateway.inbox.Parcel;
import org.jboss.logging.Logger;

/** Carries one batch of outbox records, once. Trying again is the caller's. Thread-safe. */
final class Carrier {
  private static final Logger LOG = Logger.getLogger(Carrier.class);

  private final Items items;
  private final Directory directory;
  private final Wallets wallets;
  private final Inbox inbox;
  private final Executor thread;
  private final MeterRegistry meters;

  /**
   * @param thread where the work is done; it may block while the broker is slow
   */
  Carrier(
      Items items,
      Directory directory,
      Wallets wallets,
      Inbox inbox,
      Executor thread,
      MeterRegistry meters) {
    this.items = items;
    this.directory = directory;
    this.wallets = wallets;
    this.inbox = inbox;
    this.thread = thread;
    this.meters = meters;
  }

  /**
   * @return done when everything the batch asks for is acknowledged; fails with {@link
   *     mostao.gateway.answer.Unavailable}, and then the same batch is due again
   */
  CompletionStage<Void> carry(List<Sent> batch) {
    return CompletableFuture.runAsync(() -> {}, thread)
        .thenCompose(begun -> known(batch))
        .thenComposeAsync(
            known -> {
              Round round = Round.of(batch, items, directory::find);
              return deliver(round.births())
                  .thenComposeAsync(done -> deliver(round.listings()), thread)
                  .thenComposeAsync(done -> deliver(round.messages()), thread)
                  .thenRun(() -> count(round));
            },
            thread);
  }

  /** One look to the end of the directory serves the whole batch, and most need none. */
  private CompletionStage<Void> known(List<Sent> batch) {
    boolean missed =
        Round.named(batch).stream()
            .anyMatch(name -> directory.find(name).isEmpty() && !wallets.contains(name));
    return missed ? directory.catchUp() : CompletableFuture.completedFuture(null);
  }

  private CompletionStage<Void> deliver(List<Parcel> parcels) {
    return parcels.isEmpty() ? CompletableFuture.completedFuture(null) : inbox.deliver(parcels);
  }

  private void count(Round round) {
    meters.counter("mostao.messenger.pushes").increment(round.pushes());
    meters.counter("mostao.messenger.spawns").increment(round.births().size());
    meters.counter("mostao.messenger.to.wallets").increment(round.toWallets());
    meters.counter("mostao.messenger.kept").increment(round.kept());
    round
        .faults()
        .forEach(
            (fault, number) -> {
              meters.counter("mostao.messenger.dropped", "fault", fault).increment(number);
              LOG.errorf(
                  "%d outbox entries were dropped as %s; see the dead letters", number, fault);
            });
  }
}
