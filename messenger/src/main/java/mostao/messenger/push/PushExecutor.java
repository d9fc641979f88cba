package mostao.messenger.push;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import mostao.ao.kafka.directory.Directory;
import mostao.ao.kafka.publish.TopicRecord;
import mostao.ao.kafka.publish.TopicWriter;

/** Carries one batch of outbox records, once. Trying again is the caller's. Thread-safe. */
public final class PushExecutor {
  private final PushSigner signer;
  private final Directory directory;
  private final KnownWallets wallets;
  private final TopicWriter inbox;
  private final Executor thread;
  private final PushCounts counts;

  /**
   * @param thread where the work is done; it may block while the broker is slow
   */
  public PushExecutor(
      PushSigner signer,
      Directory directory,
      KnownWallets wallets,
      TopicWriter inbox,
      Executor thread,
      MeterRegistry meters) {
    this.signer = signer;
    this.directory = directory;
    this.wallets = wallets;
    this.inbox = inbox;
    this.thread = thread;
    this.counts = new PushCounts(meters);
  }

  /**
   * @return done when everything the batch asks for is acknowledged; fails with {@link
   *     mostao.ao.kafka.BrokerUnavailable} or {@link mostao.ao.signer.SignerUnavailable}, and then
   *     the same batch is to be carried again
   */
  public CompletionStage<Void> carry(List<PolledRecord> polled) {
    return carry(OutboxBatch.of(polled));
  }

  /** As {@link #carry(List)}, of a batch that is decoded already. */
  CompletionStage<Void> carry(OutboxBatch batch) {
    return CompletableFuture.runAsync(() -> {}, thread)
        .thenCompose(begun -> known(batch))
        .thenComposeAsync(
            known -> {
              PushPlan plan = PushPlan.of(batch, signer, Known.of(directory));
              return deliver(plan.births())
                  .thenComposeAsync(done -> deliver(plan.listings()), thread)
                  .thenComposeAsync(done -> deliver(plan.messages()), thread)
                  .thenRun(() -> counts.add(plan));
            },
            thread);
  }

  /** One look to the end of the directory serves the whole batch, and most need none. */
  private CompletionStage<Void> known(OutboxBatch batch) {
    Predicate<String> unknown = name -> directory.find(name).isEmpty();
    Set<String> targets = batch.targets();
    boolean missed =
        batch.senders().stream().anyMatch(unknown)
            || targets.stream().anyMatch(unknown.and(name -> !wallets.contains(name)));
    return missed
        ? directory.catchUp().thenRun(() -> targets.stream().filter(unknown).forEach(wallets::add))
        : CompletableFuture.completedFuture(null);
  }

  private CompletionStage<Void> deliver(List<TopicRecord> parcels) {
    return parcels.isEmpty() ? CompletableFuture.completedFuture(null) : inbox.deliver(parcels);
  }
}
