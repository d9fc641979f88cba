package mostao.gateway.boot;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.message.Tags;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.wire.DirectoryRecord;
import mostao.ao.wire.Topics;
import mostao.gateway.answer.Refused;
import mostao.gateway.answer.Unavailable;
import mostao.gateway.authority.Deployment;
import mostao.gateway.directory.Directory;
import mostao.gateway.directory.Listed;
import mostao.gateway.inbox.Inbox;
import mostao.gateway.inbox.Parcel;
import mostao.gateway.inbox.Patient;
import mostao.gateway.inbox.Persistence;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Brings the Registry to life at every start: its process item to its inbox, then its directory
 * record. Both have the same ids every time, so doing it again changes nothing. While the broker is
 * away it goes on trying, and the gateway is not ready.
 */
@ApplicationScoped
public class Birth {
  private static final Logger LOG = Logger.getLogger(Birth.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Deployment deployment;
  private final Directory directory;
  private final Inbox inbox;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "gateway-birth"));
  private final Persistence persistence;
  private volatile boolean done;

  Birth(Deployment deployment, Directory directory, @Patient Inbox inbox, MeterRegistry meters) {
    this.deployment = deployment;
    this.directory = directory;
    this.inbox = inbox;
    this.persistence =
        new Persistence("the Registry", FIRST_PAUSE, LONGEST_PAUSE, System::nanoTime, () -> {});
    meters.gauge("mostao.directory.processes", directory, Directory::size);
  }

  void start(@Observes StartupEvent event, Config config, ReadMode reads, Verifier verifier) {
    Channel.check(config);
    LOG.infof("Authority and scheduler: %s", deployment.authority().address());
    LOG.infof("Registry: %s", deployment.registry().id());
    LOG.infof("RSA is verified by %s", verifier.rsaProvider());
    if (reads.open()) {
      LOG.warn(
          "READS ARE OPEN (mostao.reads=open): anyone may read every chat list, key and history"
              + " listed here");
    }
    persistence.until(this::attempt).thenRun(this::born);
  }

  private CompletionStage<Void> attempt() {
    return CompletableFuture.supplyAsync(this::deliver, thread).thenCompose(Function.identity());
  }

  private CompletionStage<Void> deliver() {
    VerifiedItem item = deployment.registry();
    Tags tags = item.tags();
    Parcel birth =
        Parcel.toInbox(
            Topics.REGISTRY, InboxVerifier.record(item, item.owner(), item.id()), Optional.empty());
    Parcel listing =
        Parcel.toDirectory(
            new DirectoryRecord(
                item.id(),
                Topics.REGISTRY,
                deployment.moduleId(Topics.REGISTRY),
                item.owner(),
                tags));
    return inbox
        .deliver(birth)
        .thenComposeAsync(delivered -> inbox.deliver(listing), thread)
        .thenCompose(delivered -> directory.catchUp())
        .thenRun(
            () -> {
              if (directory.find(item.id()).isEmpty()) {
                throw new Unavailable(Refused.unknownProcess(item.id()), null);
              }
            });
  }

  private void born() {
    done = true;
    LOG.infof("The Registry is there; %d processes in all", directory.size());
    for (Listed other : directory.ofModule(Topics.REGISTRY)) {
      if (!other.process().equals(deployment.registry().id())) {
        LOG.warnf(
            "Another Registry, %s of authority %s, is in the directory: was the key file replaced?"
                + " Its processes do not trust this authority",
            other.process(), other.owner());
      }
    }
  }

  /** Whether the Registry can be written to. */
  boolean isDone() {
    return done;
  }

  void stop(@Observes ShutdownEvent event) {
    persistence.close();
    thread.shutdown();
  }
}
