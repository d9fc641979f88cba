package mostao.ao.kafka.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import mostao.ao.kafka.ClientSettings;
import mostao.ao.testkit.infra.Broker;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a broker. */
class TailTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static Broker broker;
  private static KafkaProducer<String, byte[]> producer;

  @BeforeAll
  static void start() {
    broker = Broker.start(folder.resolve("broker"));
    broker.createTopics(Topics.all());
    producer = new KafkaProducer<>(ClientSettings.producer("test", kafka(), 1_000_000));
  }

  @AfterAll
  static void stop() {
    producer.close();
    broker.close();
  }

  private static Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  private static void write(String topic, int partition, String text) {
    byte[] value = text.getBytes(StandardCharsets.UTF_8);
    producer.send(new ProducerRecord<>(topic, partition, "k", value));
    producer.flush();
  }

  private static String text(ConsumerRecord<String, byte[]> record) {
    return new String(record.value(), StandardCharsets.UTF_8);
  }

  /** What a tail told. */
  private static final class Told implements Tail.Listener {
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
    private volatile boolean awaits;

    @Override
    public void record(ConsumerRecord<String, byte[]> found) {
      texts.add(text(found));
    }

    @Override
    public void position(TopicPartition partition, long next) {
      positions.put(partition, next);
    }

    @Override
    public boolean awaits() {
      return awaits;
    }
  }

  @Test
  void oneTailReadsEachTopicFromItsStartAndTellsItsListenerAlone() {
    String old = Topics.deadLetters(Topics.HANDLE);
    String live = Topics.deadLetters(Topics.SESSION);
    write(old, 0, "before");
    write(live, 0, "never told");
    Told first = new Told();
    Told second = new Told();
    try (Tail tail = new Tail("test-tail", kafka(), Tail.Pace.LIVE)) {
      tail.read(List.of(old), Tail.Start.BEGINNING, first);
      await().atMost(LONG).until(() -> first.texts.size() == 1);
      tail.read(List.of(live), Tail.Start.END, second);
      assertThat(tail.reading()).as("of the second nothing is known yet").isFalse();
      await().atMost(LONG).until(tail::reading);
      for (int i = 0; i < 100; i++) {
        write(old, 0, "o" + i);
        write(live, 0, "l" + i);
        // Now and then somebody waits.
        first.awaits = i % 10 == 0;
        tail.wake();
      }
      await().atMost(LONG).until(() -> first.texts.size() == 101 && second.texts.size() == 100);
      assertThat(first.texts).first().isEqualTo("before");
      assertThat(first.texts.subList(1, 101))
          .isEqualTo(IntStream.range(0, 100).mapToObj(i -> "o" + i).toList());
      assertThat(second.texts).isEqualTo(IntStream.range(0, 100).mapToObj(i -> "l" + i).toList());
      await()
          .atMost(LONG)
          .until(
              () ->
                  first.positions.equals(Map.of(new TopicPartition(old, 0), 101L))
                      && second.positions.equals(Map.of(new TopicPartition(live, 0), 101L)));
    }
  }

  @Test
  void aTailOnDemandSaysWhereItsTopicEndsOnItsOwnConnection() throws Exception {
    String topic = Topics.PROCESSES;
    Told told = new Told();
    try (Tail tail = new Tail("test-demand", kafka(), Tail.Pace.ON_DEMAND)) {
      tail.read(List.of(topic), Tail.Start.BEGINNING, told);
      for (int i = 0; i < 3; i++) {
        write(topic, 0, "p" + i);
        assertThat(tail.ends(topic).ask().toCompletableFuture().get(60, TimeUnit.SECONDS))
            .isEqualTo(Map.of(0, i + 1L));
      }
      await().atMost(LONG).until(() -> told.texts.equals(List.of("p0", "p1", "p2")));
    }
    Tail closed = new Tail("test-closed", kafka(), Tail.Pace.ON_DEMAND);
    closed.read(List.of(topic), Tail.Start.BEGINNING, told);
    closed.close();
    assertThat(closed.ends(topic).ask().toCompletableFuture()).failsWithin(Duration.ofSeconds(10));
  }
}
