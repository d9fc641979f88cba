package mostao.e2e.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * How long the messages on a module's inbox waited until their Results were on its outbox, and
 * which Results were published again: read from the topics, by the times of their records.
 */
final class Waits implements AutoCloseable {
  private final KafkaConsumer<String, byte[]> consumer =
      new KafkaConsumer<>(
          Map.of(
              "bootstrap.servers",
              FaultSystem.stack().broker().bootstrapServers(),
              "enable.auto.commit",
              false),
          new StringDeserializer(),
          new ByteArrayDeserializer());

  private final String inbox;
  private final String outbox;
  private final Map<TopicPartition, Long> begin;

  /** By message: when it came, and when its Results came. Unix milliseconds. */
  private final Map<String, Long> came = new HashMap<>();

  private final Map<String, List<Long>> answered = new HashMap<>();

  /**
   * A stretch of time.
   *
   * @param longestMillis of the messages that came in it
   * @param medianMillis of the same
   * @param again Results that were published again in it
   */
  record Stretch(long longestMillis, long medianMillis, int again) {}

  /** Looks at what comes from now on. */
  Waits(String module) {
    this.inbox = Topics.inbox(module);
    this.outbox = Topics.outbox(module);
    this.begin = ends();
  }

  private Map<TopicPartition, Long> ends() {
    List<TopicPartition> partitions =
        Stream.of(inbox, outbox)
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    return consumer.endOffsets(partitions);
  }

  /** Reads what has come; once, when nothing comes any more. */
  void read() {
    Map<TopicPartition, Long> ends = ends();
    consumer.assign(ends.keySet());
    begin.forEach(consumer::seek);
    while (ends.keySet().stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
      consumer.poll(Duration.ofMillis(200)).forEach(this::take);
    }
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    if (record.topic().equals(inbox)) {
      this.<InboxRecord>decoded(
          Wire.decodeInbox(record.value()),
          item -> came.putIfAbsent(item.target() + item.id(), record.timestamp()));
    } else {
      this.<OutboxRecord>decoded(
          Wire.decodeOutbox(record.value()),
          one ->
              answered
                  .computeIfAbsent(one.process() + one.message(), first -> new ArrayList<>())
                  .add(record.timestamp()));
    }
  }

  private <T> void decoded(Decoded<T> decoded, Consumer<T> use) {
    if (decoded instanceof Decoded.Ok<T> ok) {
      use.accept(ok.value());
    }
  }

  /** From one time to another, in Unix milliseconds. */
  Stretch between(long from, long to) {
    List<Long> waits = new ArrayList<>();
    came.forEach(
        (message, when) -> {
          if (when >= from && when < to && answered.containsKey(message)) {
            waits.add(Math.max(0, answered.get(message).get(0) - when));
          }
        });
    int again = 0;
    for (List<Long> times : answered.values()) {
      again += (int) times.stream().skip(1).filter(when -> when >= from && when < to).count();
    }
    waits.sort(null);
    return waits.isEmpty()
        ? new Stretch(0, 0, again)
        : new Stretch(waits.get(waits.size() - 1), waits.get(waits.size() / 2), again);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
