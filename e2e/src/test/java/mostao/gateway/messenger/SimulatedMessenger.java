package mostao.gateway.messenger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import mostao.ao.turn.ReceivedRecord;
import mostao.gateway.authority.Deployment;
import mostao.gateway.directory.Directory;
import mostao.gateway.directory.Wallets;
import mostao.gateway.inbox.Inbox;

/** The real carrier of batches, of whatever is around it. */
public final class SimulatedMessenger {
  private final Carrier carrier;

  /** Everything happens on the thread that calls. */
  public SimulatedMessenger(
      Deployment deployment, Directory directory, Wallets wallets, Inbox inbox) {
    this(deployment, directory, wallets, inbox, Runnable::run);
  }

  /**
   * @param thread as the real messenger has one, for a producer that blocks
   */
  public SimulatedMessenger(
      Deployment deployment, Directory directory, Wallets wallets, Inbox inbox, Executor thread) {
    this.carrier =
        new Carrier(
            new Items(deployment), directory, wallets, inbox, thread, new SimpleMeterRegistry());
  }

  /** See {@link Carrier#carry}. */
  public CompletionStage<Void> carry(List<ReceivedRecord> batch) {
    return carrier.carry(
        batch.stream()
            .map(
                r ->
                    new Sent(
                        r.topic(), r.partition(), r.offset(), r.key(), r.value(), Optional.empty()))
            .toList());
  }
}
