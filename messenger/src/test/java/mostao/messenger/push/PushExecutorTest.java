package mostao.messenger.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import mostao.ao.ans104.Verifier;
import mostao.ao.kafka.directory.Deployment;
import mostao.ao.kafka.directory.Directory;
import mostao.ao.kafka.publish.TopicWriter;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.wire.DirectoryRecord;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Wire;
import mostao.messenger.authority.TestAuthority;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class PushExecutorTest {
  private static final String SENDER = "S".repeat(42) + "A";
  private static final String WALLET = "W".repeat(42) + "A";

  private final Deployment deployment = TestAuthority.deployment();
  private final AtomicInteger looks = new AtomicInteger();
  private final MockProducer<String, byte[]> producer =
      new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
  private final Directory directory =
      new Directory(
          () -> {
            looks.incrementAndGet();
            return CompletableFuture.completedFuture(Map.of(0, 0L));
          },
          new Directory.Settings("test", Duration.ofSeconds(5), Optional.empty(), 100),
          new Verifier()::read,
          () -> {});
  private final PushExecutor executor =
      new PushExecutor(
          new PushSigner(TestAuthority.authority(), deployment, TestAuthority.SCHEDULER),
          directory,
          new KnownWallets(10),
          new TopicWriter(producer),
          Runnable::run,
          new SimpleMeterRegistry());

  @Test
  void aWalletIsLookedUpOnce() {
    list(SENDER);
    directory.position(new TopicPartition("ao.processes", 0), 1);
    carry(to(WALLET));
    carry(to(WALLET));
    assertThat(looks).hasValue(1);
    assertThat(topics()).containsExactly("ao.wallet.inbox", "ao.wallet.inbox");
  }

  @Test
  void aSenderThatWasNotListedIsLookedUpAgain() {
    directory.position(new TopicPartition("ao.processes", 0), 0);
    // Evaluated before it is listed: it has sent nothing yet.
    carry();
    carry();
    assertThat(looks).hasValue(2);
    list(SENDER);
    carry(to(SENDER));
    assertThat(topics()).containsExactly("ao.handle.inbox");
  }

  private List<String> topics() {
    return producer.history().stream().map(ProducerRecord::topic).toList();
  }

  private void carry(Result.Outgoing... messages) {
    OutboxRecord record =
        new OutboxRecord(
            SENDER,
            deployment.moduleId("handle"),
            "M".repeat(42) + "A",
            "Act",
            1,
            1_731_234_567_123L,
            "R".repeat(42) + "A",
            0,
            new Result(List.of(messages), List.of(), List.of(), "", Optional.empty()));
    executor
        .carry(
            List.of(
                new PolledRecord(
                    "ao.handle.outbox", 0, 0, SENDER, Wire.encode(record), Optional.empty())))
        .toCompletableFuture()
        .join();
  }

  private static Result.Outgoing to(String target) {
    return new Result.Outgoing(target, "data", "0".repeat(32), Tags.of("Reference", "1"));
  }

  private void list(String process) {
    byte[] listing =
        Wire.encode(
            new DirectoryRecord(
                process,
                "handle",
                deployment.moduleId("handle"),
                deployment.authority(),
                Tags.none()));
    directory.record(new ConsumerRecord<>("ao.processes", 0, 0, process, listing));
  }
}
