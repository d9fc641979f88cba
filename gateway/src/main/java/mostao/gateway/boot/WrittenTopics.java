package mostao.gateway.boot;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mostao.ao.kafka.BrokerUnavailable;
import mostao.ao.kafka.publish.TopicWriter;
import mostao.ao.wire.Topics;
import org.jboss.logging.Logger;

/**
 * Finds the brokers of the topics that a gateway writes before it is ready. Else the first item of
 * each kind would wait for them, and where everything starts at once that can take longer than a
 * client is let wait.
 */
@Singleton
class WrittenTopics {
  private static final Logger LOG = Logger.getLogger(WrittenTopics.class);
  private static final long BETWEEN_TRIES_MS = 500;

  private final TopicWriter writer;
  private final List<String> topics =
      Stream.concat(Stream.of(Topics.PROCESSES), Topics.MODULES.stream().map(Topics::inbox))
          .toList();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile boolean found;

  @Inject
  WrittenTopics(TopicWriter writer) {
    this.writer = writer;
  }

  /** Whether all were found; once so, for ever: a broker that goes away is another thing. */
  boolean areFound() {
    return found;
  }

  void begin(@Observes StartupEvent event) {
    Thread thread = new Thread(this::find, "gateway-topics");
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    thread.setDaemon(true);
    thread.start();
  }

  private void find() {
    boolean said = false;
    while (!found && stopping.getCount() > 0) {
      try {
        topics.forEach(writer::find);
        found = true;
      } catch (BrokerUnavailable away) {
        if (!said) {
          LOG.infof("Waiting for the brokers of %s: %s", topics, away.getMessage());
          said = true;
        }
        pause();
      }
    }
  }

  private void pause() {
    try {
      stopping.await(BETWEEN_TRIES_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
      stopping.countDown();
    }
  }

  void stop(@Observes ShutdownEvent event) {
    stopping.countDown();
  }
}
