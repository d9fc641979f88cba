package mostao.messenger.push;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import mostao.ao.kafka.directory.Directory;
import mostao.ao.kafka.directory.KnownWallets;
import mostao.ao.kafka.publish.TopicWriter;
import mostao.ao.turn.Received;
import mostao.messenger.authority.Deployment;

/** The real carrier of batches, of whatever is around it. */
public final class SimulatedMessenger {
  private final PushExecutor carrier;

  /** Everything happens on the thread that calls. */
  public SimulatedMessenger(
      Deployment deployment, Directory directory, KnownWallets wallets, TopicWriter inbox) {
    this(deployment, directory, wallets, inbox, Runnable::run);
  }

  /**
   * @param thread as the real messenger has one, for a producer that blocks
   */
  public SimulatedMessenger(
      Deployment deployment,
      Directory directory,
      KnownWallets wallets,
      TopicWriter inbox,
      Executor thread) {
    this.carrier =
        new PushExecutor(
            new PushSigner(deployment),
            directory,
            wallets,
            inbox,
            thread,
            new SimpleMeterRegistry());
  }

  /** See {@link PushExecutor#carry}. */
  public CompletionStage<Void> carry(List<Received> batch) {
    return carrier.carry(
        batch.stream()
            .map(
                r ->
                    new PolledRecord(
                        r.topic(), r.partition(), r.offset(), r.key(), r.value(), Optional.empty()))
            .toList());
  }
}
