package mostao.local.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mostao.ao.wire.Topics;
import mostao.local.os.Ports;
import mostao.local.os.StartFailure;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
  @TempDir static Path folder;
  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(folder.resolve("kafka"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void records_outlive_a_stop_and_a_kill() throws Exception {
    broker.createTopics(List.of(new Topics.Definition("kept", 1, Map.of())));
    send("kept", "before the stop");

    broker.stop();
    assertThat(broker.running()).isFalse();
    broker.start();
    send("kept", "before the kill");

    broker.killAbruptly();
    assertThat(broker.running()).isFalse();
    broker.start();
    send("kept", "after the kill");

    assertThat(read("kept", 3))
        .containsExactly("before the stop", "before the kill", "after the kill");
  }

  @Test
  void topics_keep_their_partitions_but_not_their_settings() throws Exception {
    Topics.Definition spec =
        new Topics.Definition("spread", 4, Map.of("message.timestamp.type", "LogAppendTime"));
    broker.createTopics(List.of(spec));
    broker.createTopics(List.of(spec));
    broker.createTopics(
        List.of(new Topics.Definition("spread", 4, Map.of("retention.ms", "60000"))));

    try (Admin admin = admin()) {
      assertThat(admin.describeTopics(List.of("spread")).allTopicNames().get().get("spread"))
          .satisfies(topic -> assertThat(topic.partitions()).hasSize(4));
      ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "spread");
      var config = admin.describeConfigs(List.of(topic)).all().get().get(topic);
      assertThat(config.get("retention.ms").value()).isEqualTo("60000");
      assertThat(config.get("message.timestamp.type").value()).isEqualTo("LogAppendTime");
    }
    assertThatThrownBy(
            () -> broker.createTopics(List.of(new Topics.Definition("spread", 5, Map.of()))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("spread has 4 partitions instead of 5");
  }

  @Test
  void a_topic_nobody_made_does_not_appear_by_itself() {
    try (Admin admin = admin();
        KafkaProducer<String, String> producer = producer(Duration.ofSeconds(1))) {
      assertThatThrownBy(() -> producer.send(new ProducerRecord<>("typo", "lost")).get())
          .hasMessageContaining("typo");
      assertThatThrownBy(() -> admin.describeTopics(List.of("typo")).allTopicNames().get())
          .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
    }
  }

  @Test
  void clients_of_a_proxy_listener_use_the_advertised_port() throws Exception {
    BrokerSettings settings = BrokerSettings.in(folder.resolve("listener"));
    int way = Ports.freeBase(1);
    // The one port where a client finds a broker again, as it would behind a proxy.
    BrokerSettings.ProxyListener listener =
        new BrokerSettings.ProxyListener("PROXIED", way, settings.port());
    try (EmbeddedBroker one = EmbeddedBroker.start(settings.with(List.of(listener)));
        Admin admin =
            Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + way))) {
      assertThat(one.running()).isTrue();
      assertThat(admin.describeCluster().nodes().get())
          .singleElement()
          .satisfies(node -> assertThat(node.port()).isEqualTo(settings.port()));
    }
  }

  @Test
  void a_port_in_use_is_named() {
    int taken = Integer.parseInt(broker.bootstrapServers().split(":")[1]);
    BrokerSettings settings =
        BrokerSettings.in(
            folder.resolve("second"),
            folder.resolve("run"),
            folder.resolve("second.log"),
            taken,
            taken + 1);

    assertThatThrownBy(() -> EmbeddedBroker.start(settings))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("port " + taken);
  }

  @Test
  void a_broker_that_dies_at_start_shows_the_end_of_its_log() {
    BrokerSettings settings =
        BrokerSettings.in(folder.resolve("broken")).with("num.io.threads", "none");

    assertThatThrownBy(() -> EmbeddedBroker.start(settings))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("broker ended with code")
        .hasMessageContaining("num.io.threads");
  }

  @Test
  void it_listens_on_loopback_alone_and_logs_to_its_file() throws Exception {
    int port = Integer.parseInt(broker.bootstrapServers().split(":")[1]);
    List<InetAddress> others =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
            .toList();
    for (InetAddress other : others) {
      try (Socket socket = new Socket()) {
        assertThatThrownBy(() -> socket.connect(new InetSocketAddress(other, port), 1000))
            .isInstanceOf(IOException.class);
      }
    }
    assertThat(broker.bootstrapServers()).startsWith("127.0.0.1:");
    assertThat(Files.exists(broker.log())).isTrue();
  }

  private static void send(String topic, String value) throws Exception {
    try (KafkaProducer<String, String> producer = producer(Duration.ofSeconds(20))) {
      producer.send(new ProducerRecord<>(topic, value)).get(20, TimeUnit.SECONDS);
    }
  }

  private static KafkaProducer<String, String> producer(Duration patience) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            broker.bootstrapServers(),
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            patience.toMillis()),
        new StringSerializer(),
        new StringSerializer());
  }

  private static List<String> read(String topic, int count) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (values.size() < count && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }

  private static Admin admin() {
    return Admin.create(
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));
  }
}
