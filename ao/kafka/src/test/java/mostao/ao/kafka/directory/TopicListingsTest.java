package mostao.ao.kafka.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mostao.ao.ans104.Verifier;
import mostao.ao.kafka.BrokerUnavailable;
import mostao.ao.message.Tags;
import mostao.ao.testkit.infra.Broker;
import mostao.ao.wire.DirectoryRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicListingsTest {
  private static final int PROCESSES = 1_000;

  @TempDir static Path folder;
  private static Broker broker;

  private final Directory directory =
      new Directory(
          () -> CompletableFuture.completedFuture(Map.of()),
          new Directory.Settings("test", Duration.ofSeconds(1), Optional.empty(), 10_000),
          new Verifier()::read,
          () -> {});

  @BeforeAll
  static void start() {
    broker = Broker.start(folder.resolve("broker"));
    broker.createTopics(Topics.all());
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void processesAreReadBackFromWhereTheyWereRecorded() throws Exception {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(kafka(), new StringSerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < PROCESSES; i++) {
        write(producer, "p" + i);
      }
      write(producer, "p3");
      producer.flush();
    }
    try (Listings listings = listings(Duration.ofSeconds(30))) {
      assertThat(read(listings, 999, 500, 3, 4, 0))
          .containsExactly("p999", "p500", "p3", "p4", "p0");
      assertThat(read(listings, 3, 998)).containsExactly("p3", "p998");
      assertThat(read(listings)).isEmpty();
    }
    truncate(500);
    try (Listings listings = listings(Duration.ofSeconds(30))) {
      assertThat(read(listings, 1, 2, 3, 499, 501))
          .as("what is gone is left out; what was recorded again is found")
          .containsExactly("p3", "p501");
    }
    broker.stop();
    try (Listings listings = listings(Duration.ofMillis(500))) {
      assertThatThrownBy(() -> read(listings, 600)).hasCauseInstanceOf(BrokerUnavailable.class);
    }
  }

  private void write(KafkaProducer<String, byte[]> producer, String process) throws Exception {
    byte[] value =
        Wire.encode(new DirectoryRecord(process, "handle", "module", "owner", Tags.none()));
    long offset =
        producer.send(new ProducerRecord<>(Topics.PROCESSES, process, value)).get().offset();
    directory.record(new ConsumerRecord<>(Topics.PROCESSES, 0, offset, process, value));
  }

  private static void truncate(long before) throws Exception {
    try (Admin admin = Admin.create(kafka())) {
      // Only where it deletes does a topic let records be deleted.
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, Topics.PROCESSES),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry("cleanup.policy", "delete"), AlterConfigOp.OpType.SET))))
          .all()
          .get(30, TimeUnit.SECONDS);
      admin
          .deleteRecords(
              Map.of(new TopicPartition(Topics.PROCESSES, 0), RecordsToDelete.beforeOffset(before)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  private Listings listings(Duration timeout) {
    return new TopicListings(directory, kafka(), "test-listings", timeout, 100);
  }

  private static Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  private static List<String> read(Listings listings, long... places) throws Exception {
    return listings
        .read(Arrays.stream(places).boxed().toList())
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS)
        .stream()
        .map(one -> one.process().process())
        .toList();
  }
}
