package mostao.ao.kafka.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import mostao.ao.kafka.BrokerUnavailable;
import mostao.ao.kafka.ClientSettings;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads them back from the topic, with one thread and its consumer; keeps those read last. */
public final class TopicListings implements Listings {
  /** Pages that may wait for the thread. */
  private static final int QUEUE = 1_000;

  private static final TopicPartition PARTITION = new TopicPartition(Topics.PROCESSES, 0);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int FETCH_BYTES = 64 * 1_024;

  /** Records that are read over rather than jumped over: about as many as one fetch brings. */
  private static final int NEAR = 100;

  private final Directory directory;
  private final Map<String, Object> settings;
  private final Duration timeout;
  private final Cache<Long, ProcessEntry> known;
  private final ThreadPoolExecutor thread;
  private KafkaConsumer<String, byte[]> consumer;

  /**
   * @param client name of the client, for the broker's logs and metrics
   * @param timeout of one page
   * @param cached processes kept
   */
  public TopicListings(
      Directory directory, Map<String, Object> kafka, String client, Duration timeout, int cached) {
    this.directory = directory;
    this.settings = ClientSettings.reader(client, kafka);
    this.settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    this.settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    this.timeout = timeout;
    this.known = Caffeine.newBuilder().maximumSize(cached).build();
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(QUEUE),
            task -> {
              Thread reading = new Thread(task, client);
              reading.setDaemon(true);
              return reading;
            });
  }

  @Override
  public CompletionStage<List<Listed>> read(List<Long> places) {
    Map<Long, ProcessEntry> found = new HashMap<>(known.getAllPresent(places));
    if (found.keySet().containsAll(places)) {
      return CompletableFuture.completedFuture(inOrder(places, found));
    }
    try {
      return CompletableFuture.supplyAsync(
          () -> {
            readMissing(places, found);
            return inOrder(places, found);
          },
          thread);
    } catch (RejectedExecutionException full) {
      return CompletableFuture.failedFuture(
          new BrokerUnavailable("too many pages of the directory are being read", full));
    }
  }

  private static List<Listed> inOrder(List<Long> places, Map<Long, ProcessEntry> found) {
    List<Listed> listed = new ArrayList<>();
    for (Long place : places) {
      ProcessEntry process = found.get(place);
      if (process != null) {
        listed.add(new Listed(place, process));
      }
    }
    return listed;
  }

  private void readMissing(List<Long> places, Map<Long, ProcessEntry> found) {
    Map<Long, Long> placeOf = new HashMap<>();
    for (Long place : places) {
      if (!found.containsKey(place)) {
        placeOf.put(directory.newest(place), place);
      }
    }
    try {
      if (consumer == null) {
        consumer = new KafkaConsumer<>(settings);
        consumer.assign(List.of(PARTITION));
      }
      for (ConsumerRecord<String, byte[]> record : fetch(new TreeSet<>(placeOf.keySet()))) {
        Optional<Listing> listing = Directory.listing(record);
        listing.ifPresent(
            one -> {
              Long place = placeOf.get(record.offset());
              ProcessEntry process = ProcessEntry.of(one);
              known.put(place, process);
              found.put(place, process);
            });
      }
    } catch (KafkaException away) {
      leave();
      throw new BrokerUnavailable("the directory's topic can't be read", away);
    }
  }

  private List<ConsumerRecord<String, byte[]>> fetch(TreeSet<Long> offsets) {
    List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
    long deadline = System.nanoTime() + timeout.toNanos();
    consumer.seek(PARTITION, offsets.first());
    while (!offsets.isEmpty()) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        if (offsets.remove(record.offset())) {
          found.add(record);
        }
      }
      long next = consumer.position(PARTITION, PATIENCE);
      // What is not there any more was compacted away.
      offsets.headSet(next).clear();
      if (!offsets.isEmpty() && offsets.first() > next + NEAR) {
        consumer.seek(PARTITION, offsets.first());
      }
      if (System.nanoTime() - deadline > 0 && !offsets.isEmpty()) {
        throw new BrokerUnavailable("the directory's topic does not answer in time", null);
      }
    }
    return found;
  }

  private void leave() {
    if (consumer != null) {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
      consumer = null;
    }
  }

  @Override
  public void close() {
    thread.getQueue().clear();
    try {
      thread.execute(this::leave);
      thread.shutdown();
      if (!thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (RejectedExecutionException closed) {
      thread.shutdownNow();
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }
}
