package mostao.gateway.messenger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import mostao.ao.turn.Received;
import mostao.gateway.authority.Deployment;
import mostao.gateway.directory.Directory;
import mostao.gateway.directory.Wallets;
import mostao.gateway.inbox.Inbox;

/** The real carrier of batches, on the thread that calls it. */
public final class SimulatedMessenger {
  private final Carrier carrier;

  public SimulatedMessenger(
      Deployment deployment, Directory directory, Wallets wallets, Inbox inbox) {
    this.carrier =
        new Carrier(
            new Items(deployment),
            directory,
            wallets,
            inbox,
            Runnable::run,
            new SimpleMeterRegistry());
  }

  /** See {@link Carrier#carry}. */
  public CompletionStage<Void> carry(List<Received> batch) {
    return carrier.carry(
        batch.stream()
            .map(
                r ->
                    new Sent(
                        r.topic(), r.partition(), r.offset(), r.key(), r.value(), Optional.empty()))
            .toList());
  }
}
