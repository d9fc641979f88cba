package mostao.ao.runtime.outbox;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import mostao.ao.kafka.trace.Traces;
import mostao.ao.testkit.contract.OutboxContract;
import mostao.ao.turn.Outbox;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

class KafkaOutboxContractTest extends OutboxContract {
  private final Broker broker = new Broker();
  private final KafkaOutbox outbox =
      new KafkaOutbox(
          "counter",
          Map.of(),
          any -> broker,
          flushed -> {},
          Duration.ofSeconds(5),
          new SimpleMeterRegistry(),
          Traces.OFF);

  /** Acknowledges at once what it takes. */
  private static final class Broker extends MockProducer<String, byte[]> {
    private int accepts = Integer.MAX_VALUE;

    Broker() {
      super(true, null, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
      return accepts-- > 0
          ? super.send(record)
          : CompletableFuture.failedFuture(new TimeoutException("no room"));
    }
  }

  @Override
  protected Outbox outbox() {
    return outbox;
  }

  @Override
  protected List<OutboxRecord> results() {
    return on(Topics.outbox("counter"))
        .map(value -> ((Decoded.Ok<OutboxRecord>) Wire.decodeOutbox(value)).value())
        .toList();
  }

  @Override
  protected List<String> letters() {
    return on(Topics.deadLetters("counter"))
        .map(value -> new String(value, StandardCharsets.UTF_8))
        .toList();
  }

  private Stream<byte[]> on(String topic) {
    return broker.history().stream()
        .filter(record -> record.topic().equals(topic))
        .map(ProducerRecord::value);
  }

  @Override
  protected void breakAfter(int records) {
    broker.accepts = records;
  }

  @Override
  protected void mend() {
    broker.accepts = Integer.MAX_VALUE;
  }
}
