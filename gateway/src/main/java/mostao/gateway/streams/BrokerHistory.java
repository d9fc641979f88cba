package mostao.gateway.streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import mostao.ao.kafka.ClientSettings;
import mostao.ao.wire.Topics;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Unavailable;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the wallets' inbox where a stream wants it, with a few threads that have a consumer each. A
 * stream waits for one page at a time, so that at most as many tasks wait as there are streams.
 */
final class BrokerHistory implements TopicHistory {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(100);

  /** One page must not keep the others waiting for long. */
  private static final int MOST_RECORDS = 5_000;

  private static final long MOST_NANOS = Duration.ofSeconds(2).toNanos();

  private final Map<String, Object> settings;
  private final int pageBytes;
  private final ExecutorService threads;
  private final Deque<KafkaConsumer<String, byte[]>> idle = new ConcurrentLinkedDeque<>();

  BrokerHistory(Map<String, Object> kafka, StreamSettings settings) {
    this.settings = ClientSettings.reader("gateway-streams-history", kafka);
    this.settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    this.settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Topics.MAX_RECORD_BYTES);
    this.pageBytes = settings.pageBytes();
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            settings.readers(),
            task -> {
              Thread thread =
                  new Thread(task, "gateway-streams-history-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public CompletionStage<WalletPage> read(int partition, String key, long from) {
    TopicPartition place = new TopicPartition(Topics.WALLETS, partition);
    return ask(consumer -> page(consumer, place, key, from));
  }

  @Override
  public CompletionStage<Long> end(int partition) {
    TopicPartition place = new TopicPartition(Topics.WALLETS, partition);
    return ask(consumer -> consumer.endOffsets(List.of(place), PATIENCE).get(place));
  }

  private <T> CompletionStage<T> ask(Function<KafkaConsumer<String, byte[]>, T> question) {
    return CompletableFuture.supplyAsync(
        () -> {
          KafkaConsumer<String, byte[]> consumer = idle.poll();
          try {
            if (consumer == null) {
              consumer = new KafkaConsumer<>(settings);
            }
            T answer = question.apply(consumer);
            idle.push(consumer);
            return answer;
          } catch (KafkaException away) {
            if (consumer != null) {
              consumer.close(CloseOptions.timeout(Duration.ZERO));
            }
            throw new Unavailable(ApiError.logUnavailable(), away);
          }
        },
        threads);
  }

  private WalletPage page(
      KafkaConsumer<String, byte[]> consumer, TopicPartition place, String key, long from) {
    long first = consumer.beginningOffsets(List.of(place), PATIENCE).get(place);
    long end = consumer.endOffsets(List.of(place), PATIENCE).get(place);
    if (from >= end) {
      return new WalletPage(List.of(), first, end, false);
    }
    long next = Math.max(from, first);
    consumer.assign(List.of(place));
    consumer.seek(place, next);
    List<TopicEntry> found = new ArrayList<>();
    long size = 0;
    int looked = 0;
    long deadline = System.nanoTime() + MOST_NANOS;
    while (next < end && looked < MOST_RECORDS && System.nanoTime() < deadline) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        looked++;
        if (key.equals(record.key()) && record.value() != null) {
          if (size >= pageBytes) {
            return new WalletPage(found, first, record.offset(), true);
          }
          found.add(new TopicEntry(record.offset(), key, record.value()));
          size += record.value().length;
        }
      }
      next = consumer.position(place, PATIENCE);
    }
    return new WalletPage(found, first, next, next < end);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    for (KafkaConsumer<String, byte[]> consumer = idle.poll();
        consumer != null;
        consumer = idle.poll()) {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }
}
