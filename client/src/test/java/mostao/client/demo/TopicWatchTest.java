package mostao.client.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.ItemData;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TopicWatchTest {
  private static final String RELAY = Topics.inbox(Topics.HANDLE);
  private static final String RELAYED = Topics.outbox(Topics.HANDLE);
  private static final String SEND = Topics.inbox(Topics.SESSION);
  private static final String SENT = Topics.outbox(Topics.SESSION);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("latest");

  @Test
  void theWayIsReadFromTheRecordsThatCameSinceTheBeginning() {
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (String topic : List.of(RELAY, RELAYED, SEND, SENT)) {
      List<PartitionInfo> partitions = new ArrayList<>();
      for (int p = 0; p < 2; p++) {
        partitions.add(new PartitionInfo(topic, p, null, null, null));
        ends.put(new TopicPartition(topic, p), 5L);
      }
      consumer.updatePartitions(topic, partitions);
    }
    consumer.updateEndOffsets(ends);
    MessageTrace way = new MessageTrace();
    try (TopicWatch watch = new TopicWatch(consumer)) {
      consumer.schedulePollTask(
          () -> {
            record(RELAY, 0, inbox("root", "alice", "wallet", "RelayMessage", "x"));
            record(RELAYED, 0, outbox("root", "alice", "RelayMessage"));
            record(SEND, 1, inbox("m1", "session", "alice", "SendMessage", "root"));
            record(SEND, 1, "garbage".getBytes(StandardCharsets.UTF_8));
          });
      consumer.schedulePollTask(
          () -> {
            record(SENT, 1, outbox("m1", "session", "SendMessage"));
            record(RELAY, 1, inbox("m2", "bob", "session", "Notify", "root"));
            record(RELAYED, 1, outbox("m2", "bob", "Notify"));
          });

      watch.read(way, seen -> seen.isWhole("root"), Duration.ofSeconds(10));
    }

    assertThat(way.isWhole("root")).isTrue();
    assertThat(
            way.of("root", 0, Map.of()).stream()
                .map(h -> h.topic() + "-" + h.partition() + "@" + h.offset() + " " + h.process()))
        .containsExactly(
            "ao.handle.inbox-0@5 alice",
            "ao.handle.outbox-0@5 alice",
            "ao.session.inbox-1@5 session",
            "ao.session.outbox-1@5 session",
            "ao.handle.inbox-1@5 bob",
            "ao.handle.outbox-1@5 bob");
    assertThat(consumer.closed()).isTrue();
  }

  private final Map<TopicPartition, Long> next = new HashMap<>();

  private void record(String topic, int partition, byte[] value) {
    long offset = next.merge(new TopicPartition(topic, partition), 5L, (now, first) -> now + 1);
    consumer.addRecord(new ConsumerRecord<>(topic, partition, offset, new byte[0], value));
  }

  private static byte[] inbox(String id, String target, String from, String action, String root) {
    return Wire.encode(
        new InboxRecord(
            id,
            from.equals("wallet") ? "wallet" : "authority",
            "k",
            1,
            "s",
            from,
            target,
            "",
            Tags.of("Action", action, "Pushed-For", root),
            ItemData.of("")));
  }

  private static byte[] outbox(String message, String process, String action) {
    return Wire.encode(
        new OutboxRecord(process, "m", message, action, 1, 1, "root", 0, Result.nothing()));
  }
}
