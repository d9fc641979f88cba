package mostao.local.watch;

import static mostao.local.watch.Records.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class ScanTest {
  private static final String INBOX = "ao.handle.inbox";
  private static final String OUTBOX = "ao.handle.outbox";

  private final Records records = new Records();
  private final Set<String> notes = new TreeSet<>();
  private final List<Seen> found = new ArrayList<>();

  /** A broker with the records; the outbox may be seen, and not read. */
  private static final class Topics extends MockConsumer<String, byte[]> {
    private final List<ConsumerRecord<String, byte[]>> all;
    private final Set<String> denied;

    Topics(List<ConsumerRecord<String, byte[]>> all, Set<String> denied) {
      super("earliest");
      this.all = all;
      this.denied = denied;
      for (String topic : List.of(INBOX, OUTBOX)) {
        updatePartitions(topic, List.of(new PartitionInfo(topic, 0, null, null, null)));
        TopicPartition partition = new TopicPartition(topic, 0);
        updateBeginningOffsets(Map.of(partition, 0L));
        updateEndOffsets(Map.of(partition, of(topic).count()));
      }
    }

    private java.util.stream.Stream<ConsumerRecord<String, byte[]>> of(String topic) {
      return all.stream().filter(record -> record.topic().equals(topic));
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
        Map<TopicPartition, Long> times) {
      return times.keySet().stream()
          .collect(Collectors.toMap(one -> one, one -> new OffsetAndTimestamp(0, 0)));
    }

    @Override
    public synchronized ConsumerRecords<String, byte[]> poll(Duration timeout) {
      Set<String> refused =
          assignment().stream()
              .map(TopicPartition::topic)
              .filter(denied::contains)
              .collect(Collectors.toSet());
      if (!refused.isEmpty()) {
        throw new TopicAuthorizationException(refused);
      }
      for (TopicPartition partition : assignment()) {
        of(partition.topic())
            .filter(r -> r.offset() >= position(partition))
            .forEach(this::addRecord);
      }
      return super.poll(timeout);
    }
  }

  private void scan(Set<String> denied, long most, String... topics) {
    Scan scan = new Scan(new Topics(records.all(), denied), most, notes);
    scan.each(List.of(topics), Instant.EPOCH, id("root"), new Decoding(false), found::add);
  }

  private void write() {
    records.fromWallet("handle", id("root"), id("wallet"), id("alice"), "Info");
    records.fromWallet("handle", id("other"), id("wallet"), id("alice"), "Info");
    records.result(
        "handle",
        id("alice"),
        id("root"),
        "Info",
        0,
        id("root"),
        mostao.ao.message.Result.nothing());
  }

  @Test
  void what_does_not_mention_the_id_is_passed_over() {
    write();
    scan(Set.of(), 100, INBOX, OUTBOX);

    assertThat(found).hasSize(2);
    assertThat(notes).isEmpty();
  }

  @Test
  void a_topic_that_may_not_be_read_is_left_out_by_name() {
    write();
    scan(Set.of(OUTBOX), 100, INBOX, OUTBOX, "ao.session.inbox");

    assertThat(found).hasSize(1);
    assertThat(notes)
        .containsExactlyInAnyOrder(
            "not there, or this user lacks the right Describe of it: topic ao.session.inbox",
            "this user lacks the right Read of topic ao.handle.outbox; it is left out");
  }

  @Test
  void reading_ends_at_its_limit_and_says_so() {
    write();
    scan(Set.of(), 1, INBOX);

    assertThat(found).hasSize(1);
    assertThat(notes).singleElement().asString().contains("read 1 records and no more (--records)");
  }
}
