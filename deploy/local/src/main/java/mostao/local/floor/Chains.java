package mostao.local.floor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mostao.ao.message.Names;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Collects whole chains from the ends of the topics. */
final class Chains {
  private static final int RECORDS_OF_A_PARTITION = 400;
  private static final int MOST = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Set<String> WHOLE =
      Set.of("RelayMessage", "SendMessage", "Notify", "SendMessage-Response");

  /** What was seen of a chain so far. */
  private static final class Parts {
    private final Map<String, InboxRecord> items = new LinkedHashMap<>();
    private final List<Chain.Row> records = new ArrayList<>();

    private Optional<Chain> whole() {
      return items.keySet().equals(WHOLE) && records.size() == 2 * WHOLE.size()
          ? Optional.of(
              new Chain(
                  List.of(
                      items.get("RelayMessage"),
                      items.get("SendMessage"),
                      items.get("Notify"),
                      items.get("SendMessage-Response")),
                  records))
          : Optional.empty();
    }
  }

  private final Map<String, Parts> byRoot = new LinkedHashMap<>();

  private Chains() {}

  /** The latest, some hundreds at most. */
  static List<Chain> latest(String bootstrapServers) {
    Chains chains = new Chains();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      for (String module : List.of(Topics.HANDLE, Topics.SESSION)) {
        chains.read(consumer, Topics.inbox(module), true);
        chains.read(consumer, Topics.outbox(module), false);
      }
    }
    return chains.byRoot.values().stream()
        .flatMap(parts -> parts.whole().stream())
        .limit(MOST)
        .collect(Collectors.toList());
  }

  private void read(KafkaConsumer<byte[], byte[]> consumer, String topic, boolean inbox) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    consumer.assign(partitions);
    ends.forEach(
        (partition, end) -> consumer.seek(partition, Math.max(0, end - RECORDS_OF_A_PARTITION)));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline
        && ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
        if (inbox) {
          inbox(record);
        } else {
          outbox(record);
        }
      }
    }
  }

  private void inbox(ConsumerRecord<byte[], byte[]> record) {
    if (Wire.decodeInbox(record.value()) instanceof Decoded.Ok<InboxRecord> ok) {
      InboxRecord item = ok.value();
      boolean push = !item.from().equals(item.owner());
      String root = push ? item.tags().first(Names.PUSHED_FOR).orElse("") : item.id();
      Parts parts = byRoot.computeIfAbsent(root, id -> new Parts());
      parts.items.put(item.tags().first(Names.ACTION).orElse(""), item);
      parts.records.add(row(record));
    }
  }

  private void outbox(ConsumerRecord<byte[], byte[]> record) {
    if (Wire.decodeOutbox(record.value()) instanceof Decoded.Ok<OutboxRecord> ok) {
      Parts parts = byRoot.get(ok.value().pushedFor());
      if (parts != null) {
        parts.records.add(row(record));
      }
    }
  }

  private static Chain.Row row(ConsumerRecord<byte[], byte[]> record) {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), header.value());
    }
    return new Chain.Row(record.key(), record.value(), headers);
  }
}
