package mostao.ao.kafka.tail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mostao.ao.kafka.ClientSettings;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * One thread that reads some topics from their beginning or from now on, and tells a listener. It
 * has no consumer group: every copy of a program must see every record, so each keeps its own
 * positions.
 */
public final class Tail implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Tail.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final long BACKOFF_MS = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Where a tail begins; afterwards it goes on where it was. */
  public enum Start {
    BEGINNING,
    END
  }

  /** Told on the tail's thread; must not block for long. */
  public interface Listener {
    void record(ConsumerRecord<String, byte[]> found);

    /** Every record before offset {@code next} of this partition was told. */
    default void position(TopicPartition partition, long next) {}
  }

  private final String name;
  private final List<String> topics;
  private final Start start;
  private final Listener listener;
  private final Map<String, Object> settings;
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean reading;
  private KafkaConsumer<String, byte[]> current;

  /**
   * @param name of the thread and the client
   * @param kafka client settings, as bootstrap servers and security
   */
  public Tail(
      String name, Map<String, Object> kafka, List<String> topics, Start start, Listener listener) {
    this.name = Objects.requireNonNull(name, "name");
    this.topics = List.copyOf(topics);
    this.start = Objects.requireNonNull(start, "start");
    this.listener = Objects.requireNonNull(listener, "listener");
    this.settings = settings(name, kafka, start);
    this.thread = new Thread(this::run, name);
    this.thread.setDaemon(true);
  }

  private static Map<String, Object> settings(String name, Map<String, Object> kafka, Start start) {
    Map<String, Object> all = ClientSettings.reader(name, kafka);
    // Where to go on when an offset is gone because the topic was made anew.
    all.put(
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, start == Start.BEGINNING ? "earliest" : "latest");
    return all;
  }

  public void start() {
    thread.start();
  }

  /** Whether the partitions are known and being read. */
  public boolean reading() {
    return reading;
  }

  private void run() {
    boolean said = false;
    while (closing.getCount() > 0) {
      try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(settings)) {
        enter(consumer);
        read(consumer);
      } catch (WakeupException | InterruptException asked) {
        LOG.debugf("%s is asked to stop", name);
      } catch (KafkaException broken) {
        // Once per absence: the client itself logs its reconnects.
        if (!said || reading) {
          LOG.warnf("%s can't read %s and goes on trying: %s", name, topics, broken.getMessage());
        }
        said = true;
      } catch (RuntimeException bug) {
        LOG.errorf(bug, "%s could not process a record of %s and reads on", name, topics);
      } finally {
        reading = false;
        leave();
      }
      pause();
    }
  }

  private void read(KafkaConsumer<String, byte[]> consumer) {
    List<TopicPartition> partitions = partitions(consumer);
    consumer.assign(partitions);
    List<TopicPartition> fresh = new ArrayList<>(partitions);
    fresh.removeAll(positions.keySet());
    if (start == Start.BEGINNING) {
      consumer.seekToBeginning(fresh);
    } else {
      consumer.seekToEnd(fresh);
    }
    positions.forEach(consumer::seek);
    tell(consumer, partitions);
    reading = true;
    LOG.debugf("%s reads %s", name, positions);
    while (closing.getCount() > 0) {
      for (ConsumerRecord<String, byte[]> found : consumer.poll(POLL)) {
        positions.put(new TopicPartition(found.topic(), found.partition()), found.offset() + 1);
        listener.record(found);
      }
      tell(consumer, partitions);
    }
  }

  /** A position may move on without a record, where the log was compacted. */
  private void tell(KafkaConsumer<String, byte[]> consumer, List<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      long next = consumer.position(partition, PATIENCE);
      positions.put(partition, next);
      listener.position(partition, next);
    }
  }

  private List<TopicPartition> partitions(KafkaConsumer<String, byte[]> consumer) {
    List<TopicPartition> found = new ArrayList<>();
    for (String topic : topics) {
      List<PartitionInfo> infos = consumer.partitionsFor(topic, PATIENCE);
      if (infos == null || infos.isEmpty()) {
        throw new KafkaException("topic " + topic + " does not exist");
      }
      infos.forEach(info -> found.add(new TopicPartition(topic, info.partition())));
    }
    return found;
  }

  private synchronized void enter(KafkaConsumer<String, byte[]> consumer) {
    current = consumer;
  }

  private synchronized void leave() {
    current = null;
  }

  private void pause() {
    try {
      if (closing.await(BACKOFF_MS, TimeUnit.MILLISECONDS)) {
        LOG.debugf("%s stopped", name);
      }
    } catch (InterruptedException asked) {
      closing.countDown();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    synchronized (this) {
      if (current != null) {
        current.wakeup();
      }
    }
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }
}
