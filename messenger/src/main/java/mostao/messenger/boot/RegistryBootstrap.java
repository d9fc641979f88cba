package mostao.messenger.boot;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import mostao.ao.kafka.BrokerUnavailable;
import mostao.ao.kafka.directory.Birth;
import mostao.ao.kafka.directory.Deployment;
import mostao.ao.kafka.directory.Directory;
import mostao.ao.kafka.publish.RetryLoop;
import mostao.ao.kafka.publish.TopicRecord;
import mostao.ao.kafka.publish.TopicWriter;
import mostao.ao.wire.Topics;
import mostao.messenger.authority.Authority;
import mostao.messenger.authority.FixedItems;
import mostao.messenger.push.OutboxJoin;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Brings the Registry into being at every start: its process item to its inbox, its directory
 * record, then the record of the deployment; then the outboxes are joined. All have the same
 * content every time, so that doing it again changes nothing. While the broker is away it goes on
 * trying, and the messenger is not ready.
 *
 * <p>A Registry keeps the {@code Scheduler} tag it was born with, and so its id, when the scheduler
 * gets another key.
 */
@ApplicationScoped
public class RegistryBootstrap {
  private static final Logger LOG = Logger.getLogger(RegistryBootstrap.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Authority authority;
  private final SchedulerAddress scheduler;
  private final Directory directory;
  private final TopicWriter writer;
  private final OutboxJoin join;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "messenger-bootstrap"));
  private final RetryLoop retries;
  private volatile boolean done;

  RegistryBootstrap(
      Authority authority,
      SchedulerAddress scheduler,
      Directory directory,
      TopicWriter writer,
      OutboxJoin join,
      MeterRegistry meters) {
    this.authority = authority;
    this.scheduler = scheduler;
    this.directory = directory;
    this.writer = writer;
    this.join = join;
    this.retries =
        new RetryLoop(
            "recording the Registry", FIRST_PAUSE, LONGEST_PAUSE, System::nanoTime, () -> {});
    meters.gauge("mostao.directory.processes", directory, Directory::size);
    meters.gauge("mostao.directory.limit", directory, Directory::most);
    meters.gauge("mostao.directory.left.out", directory, Directory::leftOut);
  }

  void start(@Observes StartupEvent event, Config config) {
    OutboxChannel.check(config);
    LOG.infof("Authority: %s", authority.address());
    LOG.infof("Scheduler: %s", scheduler.address());
    retries.until(this::attempt).thenRun(this::finished);
  }

  private CompletionStage<Void> attempt() {
    return directory
        .catchUp()
        .thenComposeAsync(
            read -> deliver(registry(directory, authority, scheduler.address())), thread);
  }

  /** The deployment as it was recorded, or as it began before it was recorded, or a new one. */
  static Deployment registry(Directory directory, Authority authority, String scheduler) {
    return directory
        .deployment()
        .or(() -> beforeSchedulerKeys(directory, authority))
        .orElseGet(() -> FixedItems.of(authority, scheduler));
  }

  /** Once the authority was its deployment's scheduler too, and no deployment was recorded. */
  private static Optional<Deployment> beforeSchedulerKeys(
      Directory directory, Authority authority) {
    Deployment old = FixedItems.of(authority, authority.address());
    return directory.find(old.registry().id()).map(known -> old);
  }

  private CompletionStage<Void> deliver(Deployment deployment) {
    Birth birth =
        Birth.of(deployment.registry(), Topics.REGISTRY, deployment.authority(), Optional.empty());
    return writer
        .deliver(birth.inbox())
        .thenComposeAsync(delivered -> writer.deliver(birth.listing()), thread)
        .thenComposeAsync(
            delivered -> writer.deliver(TopicRecord.toDirectory(deployment.record())), thread)
        .thenCompose(delivered -> directory.catchUp())
        .thenRun(
            () -> {
              if (directory.deployment().isEmpty()) {
                throw new BrokerUnavailable(
                    "the deployment is not in the directory although it was written", null);
              }
            });
  }

  private void finished() {
    done = true;
    join.open();
    String registry = directory.deployment().orElseThrow().registry().id();
    LOG.infof("Registry: %s; %d processes in all", registry, directory.size());
    directory
        .registries()
        .forEach(
            (other, owner) -> {
              if (!other.equals(registry) && !owner.equals(authority.address())) {
                LOG.warnf(
                    "Another Registry, %s of authority %s, is in the directory: was the key file"
                        + " replaced? Its processes do not trust this authority",
                    other, owner);
              }
            });
  }

  /** Whether the Registry can be written to. */
  boolean isDone() {
    return done;
  }

  void stop(@Observes ShutdownEvent event) {
    retries.close();
    thread.shutdown();
  }
}
