package mostao.ao.kafka.tail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mostao.ao.kafka.BrokerUnavailable;
import mostao.ao.kafka.ClientSettings;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * One thread and one consumer that read topics, each from its beginning or from now on, and tell
 * the listener of each. It has no consumer group: every copy of a program must see every record, so
 * each keeps its own positions. Thread-safe.
 *
 * <p>Every record that is fetched at once costs the broker a passage over all partitions that are
 * read here. While no listener {@linkplain Listener#awaits awaits} anything, records are therefore
 * left to gather for a moment.
 */
public final class Tail implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Tail.class);
  private static final long BACKOFF_MS = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** With so many in one poll there may be more behind them. */
  private static final int MANY = 100;

  /** Where a topic is begun; afterwards it goes on where it was. */
  public enum Start {
    BEGINNING,
    END
  }

  /** How the topics are looked at while no listener awaits anything. */
  public enum Pace {
    /** The broker tells of the first record, and then there is a pause of 50 ms. */
    LIVE(Duration.ofSeconds(1), Duration.ofMillis(50), Duration.ofSeconds(2)),

    /**
     * Once a second, and no question to the broker is left open meanwhile, so that {@link #ends} is
     * answered at once on the same connection. A glance that is a little shorter than a fetch asks
     * the broker once; what it says too late for it is there at the next.
     */
    ON_DEMAND(Duration.ofMillis(4), Duration.ofSeconds(1), Duration.ofMillis(5));

    private final Duration glance;
    private final Duration rest;
    private final Duration fetch;

    Pace(Duration glance, Duration rest, Duration fetch) {
      this.glance = glance;
      this.rest = rest;
      this.fetch = fetch;
    }
  }

  /** Told on the tail's thread; must not block for long. */
  public interface Listener {
    void record(ConsumerRecord<String, byte[]> found);

    /** Every record before offset {@code next} of this partition was told. */
    default void position(TopicPartition partition, long next) {}

    /**
     * Whether somebody waits for what is told, so that a record should be here as soon as it can
     * be. See {@link Tail#wake}.
     */
    default boolean awaits() {
      return true;
    }
  }

  private record Source(List<String> topics, Start start, Listener listener) {}

  private record Question(String topic, CompletableFuture<Map<Integer, Long>> answer) {}

  private final String name;
  private final Pace pace;
  private final Map<String, Object> settings;
  private final List<Source> sources = new CopyOnWriteArrayList<>();
  private final Queue<Question> questions = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean reading;
  private KafkaConsumer<String, byte[]> current;

  /** The tail's thread alone has these. */
  private final Map<TopicPartition, Long> positions = new HashMap<>();

  private final Map<TopicPartition, List<Listener>> listeners = new HashMap<>();
  private volatile int assigned;
  private long told;

  /**
   * Reads nothing before {@link #read} was called.
   *
   * @param name of the thread and the client
   * @param kafka client settings, as bootstrap servers and security
   */
  public Tail(String name, Map<String, Object> kafka, Pace pace) {
    this.name = Objects.requireNonNull(name, "name");
    this.pace = Objects.requireNonNull(pace, "pace");
    this.settings = ClientSettings.reader(name, kafka);
    this.settings.put(
        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, Math.toIntExact(pace.fetch.toMillis()));
    // An offset that is gone because the topic was made anew is looked for by Source.start.
    this.settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    this.thread = new Thread(this::run, name);
    this.thread.setDaemon(true);
  }

  /**
   * From now on these topics are read too. A second listener of a topic is told from where the tail
   * is, wherever it was to begin.
   */
  public synchronized void read(List<String> topics, Start start, Listener listener) {
    boolean first = sources.isEmpty();
    sources.add(
        new Source(
            List.copyOf(topics),
            Objects.requireNonNull(start, "start"),
            Objects.requireNonNull(listener, "listener")));
    if (first) {
      thread.start();
    } else {
      interrupt();
    }
  }

  /** Whether the partitions of all topics are known and being read. */
  public boolean reading() {
    return reading && assigned == sources.size();
  }

  /** A listener that awaited nothing may do so now: what is there is read at once. */
  public void wake() {
    LockSupport.unpark(thread);
  }

  /**
   * Where a topic that is read here ends, asked on the tail's own connection; of {@link
   * Pace#ON_DEMAND} alone, since else the answer waits for a fetch that waits for records.
   */
  public EndOffsets ends(String topic) {
    return () -> {
      Question question = new Question(topic, new CompletableFuture<>());
      questions.add(question);
      wake();
      return question.answer;
    };
  }

  private void run() {
    boolean said = false;
    while (closing.getCount() > 0) {
      try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(settings)) {
        enter(consumer);
        assigned = 0;
        read(consumer);
      } catch (WakeupException | InterruptException asked) {
        LOG.debugf("%s is asked to look again, or to stop", name);
        continue;
      } catch (KafkaException broken) {
        // Once per absence: the client itself logs its reconnects.
        if (!said || reading) {
          LOG.warnf("%s can't read %s and goes on trying: %s", name, topics(), broken.getMessage());
        }
        said = true;
      } catch (RuntimeException bug) {
        LOG.errorf(bug, "%s could not process a record of %s and reads on", name, topics());
      } finally {
        reading = false;
        leave();
      }
      pause();
    }
    refuse();
  }

  private List<String> topics() {
    return sources.stream().flatMap(source -> source.topics().stream()).toList();
  }

  private void read(KafkaConsumer<String, byte[]> consumer) {
    while (closing.getCount() > 0) {
      if (assigned != sources.size()) {
        assign(consumer);
      }
      answer(consumer);
      ConsumerRecords<String, byte[]> polled = consumer.poll(pace.glance);
      for (ConsumerRecord<String, byte[]> found : polled) {
        TopicPartition partition = new TopicPartition(found.topic(), found.partition());
        positions.put(partition, found.offset() + 1);
        for (Listener listener : listeners.get(partition)) {
          listener.record(found);
        }
      }
      // A position may move on without a record, where the log was compacted.
      polled.nextOffsets().forEach((partition, next) -> stand(partition, next.offset()));
      if (System.nanoTime() - told > TELL_NANOS) {
        tell(consumer);
      }
      if (polled.count() < MANY && (pace == Pace.ON_DEMAND || !polled.isEmpty()) && !awaits()) {
        LockSupport.parkNanos(this, pace.rest.toNanos());
      }
    }
  }

  private boolean awaits() {
    if (!questions.isEmpty() || closing.getCount() == 0) {
      return true;
    }
    for (Source source : sources) {
      if (source.listener().awaits()) {
        return true;
      }
    }
    return false;
  }

  private void assign(KafkaConsumer<String, byte[]> consumer) {
    List<Source> all = List.copyOf(sources);
    Map<TopicPartition, Source> found = new HashMap<>();
    listeners.clear();
    for (Source source : all) {
      for (TopicPartition partition : partitions(consumer, source.topics())) {
        found.putIfAbsent(partition, source);
        listeners.computeIfAbsent(partition, none -> new ArrayList<>()).add(source.listener());
      }
    }
    consumer.assign(found.keySet());
    seek(consumer, found);
    tell(consumer);
    assigned = all.size();
    reading = true;
    LOG.debugf("%s reads %s", name, positions);
  }

  /** To where each partition was, or to where it is begun. */
  private void seek(KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Source> found) {
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(found.keySet(), PATIENCE);
    Map<TopicPartition, Long> ends = consumer.endOffsets(found.keySet(), PATIENCE);
    found.forEach(
        (partition, source) -> {
          Long known = positions.get(partition);
          boolean there =
              known != null && known >= begins.get(partition) && known <= ends.get(partition);
          long start =
              source.start() == Start.BEGINNING ? begins.get(partition) : ends.get(partition);
          positions.put(partition, there ? known : start);
        });
    positions.forEach(consumer::seek);
  }

  private void answer(KafkaConsumer<String, byte[]> consumer) {
    for (Question question = questions.poll(); question != null; question = questions.poll()) {
      Map<Integer, Long> ends = new HashMap<>();
      try {
        consumer
            .endOffsets(partitions(consumer, List.of(question.topic())), PATIENCE)
            .forEach((partition, end) -> ends.put(partition.partition(), end));
        question.answer().complete(ends);
      } catch (KafkaException away) {
        question.answer().completeExceptionally(away);
        throw away;
      }
    }
  }

  private void tell(KafkaConsumer<String, byte[]> consumer) {
    for (TopicPartition partition : consumer.assignment()) {
      stand(partition, consumer.position(partition, PATIENCE));
    }
    told = System.nanoTime();
  }

  private void stand(TopicPartition partition, long next) {
    positions.put(partition, next);
    for (Listener listener : listeners.get(partition)) {
      listener.position(partition, next);
    }
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<String, byte[]> consumer, List<String> topics) {
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

  private synchronized void interrupt() {
    if (current != null) {
      current.wakeup();
    }
    wake();
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

  private void refuse() {
    for (Question question = questions.poll(); question != null; question = questions.poll()) {
      question.answer().completeExceptionally(new BrokerUnavailable(name + " reads no more", null));
    }
  }

  @Override
  public void close() {
    closing.countDown();
    interrupt();
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }
}
