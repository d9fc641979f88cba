package mostao.local.floor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import mostao.ao.wire.Topics;
import mostao.client.bench.Load;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The gateway, as far as its clients go: it writes what is sent, and reads the outboxes and the
 * wallets' inbox as its tail does while nobody waits for anything. Also the load: it knows what is
 * under way. Thread-safe.
 */
final class HopGateway implements AutoCloseable {
  private static final Duration GLANCE = Duration.ofSeconds(1);
  private static final long REST_NANOS = Duration.ofMillis(50).toNanos();
  private static final int MANY = 100;
  private static final double NANOS_OF_A_SECOND = 1e9;

  private final LongFunction<ProducerRecord<byte[], byte[]>> records;
  private final HopProgram.Failures failures;
  private final Producer<byte[], byte[]> producer;
  private final Consumer<byte[], byte[]> consumer;
  private final String name;
  private final Thread tail;

  /** When what is under way was due, by its number. */
  private final Map<Long, Long> underWay = new ConcurrentHashMap<>();

  private final Semaphore room = new Semaphore(0);
  private final List<Double> millis = new ArrayList<>();
  private long number;
  private volatile boolean closing;

  /** The thread that sends, or null. */
  private Thread sender;

  private volatile boolean sending;

  HopGateway(
      String bootstrapServers,
      String name,
      LongFunction<ProducerRecord<byte[], byte[]>> records,
      HopProgram.Failures failures) {
    this.records = records;
    this.failures = failures;
    this.name = name;
    producer = HopProgram.producer(bootstrapServers, name);
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.CLIENT_ID_CONFIG,
                name,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<String> topics = new ArrayList<>(HopTopics.outboxes());
    topics.add(Topics.WALLETS);
    List<TopicPartition> partitions =
        topics.stream().flatMap(topic -> HopTopics.partitions(topic).stream()).toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    tail = thread(this::read);
  }

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void read() {
    try (consumer) {
      while (!closing) {
        int polled = consumer.poll(GLANCE).count();
        if (polled > 0 && polled < MANY) {
          LockSupport.parkNanos(this, REST_NANOS);
        }
      }
    } catch (WakeupException closed) {
      // There is nothing left to read.
    } catch (RuntimeException failed) {
      failures.failed(failed);
    }
  }

  /** Begins to send. */
  void begin(Load load) {
    sending = true;
    room.drainPermits();
    if (load instanceof Load.InFlight closed) {
      room.release(closed.messages());
    }
    sender =
        thread(
            () -> {
              try {
                if (load instanceof Load.Rate open) {
                  send(open.perSecond());
                } else {
                  send();
                }
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              } catch (RuntimeException failed) {
                failures.failed(failed);
              }
            });
  }

  private void send() throws InterruptedException {
    while (sending) {
      if (room.tryAcquire(100, TimeUnit.MILLISECONDS)) {
        send(System.nanoTime());
      }
    }
  }

  private void send(int perSecond) {
    long begin = System.nanoTime();
    for (long sent = 0; sending; ) {
      long due = begin + Math.round(sent * NANOS_OF_A_SECOND / perSecond);
      long early = due - System.nanoTime();
      if (early > 0) {
        LockSupport.parkNanos(early);
      } else {
        send(due);
        sent++;
      }
    }
  }

  private void send(long due) {
    long next = number++;
    underWay.put(next, due);
    producer.send(
        records.apply(next),
        (metadata, failure) -> {
          if (failure != null) {
            failures.failed(failure);
          }
        });
  }

  /** This message has come to its end. */
  void delivered(long message) {
    long now = System.nanoTime();
    long due = underWay.remove(message);
    synchronized (millis) {
      millis.add((now - due) / 1e6);
    }
    room.release();
  }

  /** The milliseconds of what was delivered since this was asked last, in this order. */
  List<Double> taken() {
    synchronized (millis) {
      List<Double> taken = List.copyOf(millis);
      millis.clear();
      return taken;
    }
  }

  /**
   * Sends no more, and waits for what is under way.
   *
   * @return whether all of it came to its end
   */
  boolean end(Duration patience) throws InterruptedException {
    sending = false;
    sender.join();
    long deadline = System.nanoTime() + patience.toNanos();
    while (!underWay.isEmpty() && System.nanoTime() - deadline < 0) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return underWay.isEmpty();
  }

  @Override
  public void close() {
    sending = false;
    closing = true;
    consumer.wakeup();
    try {
      tail.join(Duration.ofSeconds(10).toMillis());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    producer.close();
  }
}
