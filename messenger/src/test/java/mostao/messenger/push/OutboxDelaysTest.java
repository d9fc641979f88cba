package mostao.messenger.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import mostao.ao.kafka.trace.Traces;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class OutboxDelaysTest {
  private static final String TOPIC = "ao.handle.outbox";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final OutboxDelays delays = new OutboxDelays(meters, Traces.OFF);

  @Test
  void theOldestRecordIsToldWhileItsBatchIsUnderWay() {
    ConsumerRecords<String, byte[]> batch = written(5_000, 60_000, 1_000);
    assertThat(oldest()).isZero();
    delays.begin(batch);
    assertThat(oldest()).isGreaterThanOrEqualTo(60);
    delays.done(batch);
    assertThat(oldest()).isZero();
  }

  @Test
  void everyRecordIsTimedFromWhenItWasWritten() {
    ConsumerRecords<String, byte[]> batch = written(5_000, 60_000, -5_000);
    delays.begin(batch);
    assertThat(meters.get("mostao.outbox.delay").timer().count()).isZero();
    delays.done(batch);
    assertThat(meters.get("mostao.outbox.delay").timer().count()).isEqualTo(3);
    assertThat(meters.get("mostao.outbox.delay").timer().max(TimeUnit.SECONDS))
        .isGreaterThanOrEqualTo(60);
  }

  private double oldest() {
    return meters.get("mostao.outbox.oldest").gauge().value();
  }

  /**
   * @param ages in milliseconds; one below 0 is of a broker whose clock is ahead
   */
  private static ConsumerRecords<String, byte[]> written(long... ages) {
    long now = System.currentTimeMillis();
    List<ConsumerRecord<String, byte[]>> records =
        LongStream.of(ages).mapToObj(age -> record(now - age)).toList();
    return new ConsumerRecords<>(Map.of(new TopicPartition(TOPIC, 0), records), Map.of());
  }

  private static ConsumerRecord<String, byte[]> record(long timestamp) {
    return new ConsumerRecord<>(
        TOPIC,
        0,
        0,
        timestamp,
        TimestampType.CREATE_TIME,
        0,
        0,
        "key",
        new byte[0],
        new RecordHeaders(),
        Optional.empty());
  }
}
