package mostao.gateway.boot;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mostao.ao.kafka.publish.RetryLoop;
import mostao.ao.kafka.publish.TopicWriter;
import mostao.ao.wire.Topics;

/**
 * Finds the brokers of the topics that a gateway writes before it is ready. Else the first item of
 * each kind would wait for them, and where everything starts at once that can take longer than a
 * client is let wait.
 */
@Singleton
class WrittenTopics {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  /** The gateway is ready so much later at most than it could be. */
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  static final List<String> TOPICS =
      Stream.concat(Stream.of(Topics.PROCESSES), Topics.MODULES.stream().map(Topics::inbox))
          .toList();

  private final Consumer<String> finder;

  /** To find a topic's brokers may block. */
  private final ExecutorService thread = Executors.newSingleThreadExecutor(WrittenTopics::thread);

  private final RetryLoop retries =
      new RetryLoop(
          "finding the brokers of " + TOPICS,
          FIRST_PAUSE,
          LONGEST_PAUSE,
          System::nanoTime,
          () -> {});
  private volatile boolean found;

  @Inject
  WrittenTopics(TopicWriter writer) {
    this(writer::find);
  }

  /**
   * @param finder fails while a topic's brokers are not found
   */
  WrittenTopics(Consumer<String> finder) {
    this.finder = finder;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "gateway-topics");
    thread.setDaemon(true);
    return thread;
  }

  /** Whether all were found; once so, for ever: a broker that goes away is another thing. */
  boolean areFound() {
    return found;
  }

  void begin(@Observes StartupEvent event) {
    retries.until(this::attempt).thenRun(this::end);
  }

  private CompletionStage<Void> attempt() {
    return CompletableFuture.runAsync(() -> TOPICS.forEach(finder), thread);
  }

  private void end() {
    found = true;
    thread.shutdown();
  }

  void stop(@Observes ShutdownEvent event) {
    retries.close();
    thread.shutdown();
  }
}
