package mostao.e2e.simulation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import mostao.ao.testkit.simulation.Sender;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;

/** A Kafka producer whose records a {@link Sender} of the simulation writes. */
class SimulatedProducer extends MockProducer<String, byte[]> {
  private final Sender sender;

  SimulatedProducer(Sender sender) {
    this.sender = sender;
  }

  @Override
  public Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback callback) {
    if (!sender.isDead()) {
      sender.send(
          record.topic(),
          record.key(),
          record.value(),
          acknowledged ->
              callback.onCompletion(
                  null, acknowledged ? null : new TimeoutException("not acknowledged in time")));
    }
    return CompletableFuture.completedFuture(null);
  }
}
