package mostao.ao.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Test;

class ClientSettingsTest {
  private static final Map<String, Object> DEPLOYMENT =
      Map.of(
          "bootstrap.servers", "broker:9092",
          "security.protocol", "SSL",
          "acks", "1",
          "enable.auto.commit", "true",
          "group.id", "somebody");

  @Test
  void aProducerIsDurableWhateverTheDeploymentSays() {
    assertThat(ClientSettings.producer("p", DEPLOYMENT, 1_000))
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true)
        .containsEntry("retries", Integer.MAX_VALUE)
        .containsEntry("linger.ms", 5)
        .containsEntry("max.in.flight.requests.per.connection", 1)
        .containsEntry("batch.size", 128 * 1024)
        .containsEntry("compression.type", "none")
        .containsEntry("max.request.size", 1_000)
        .containsEntry("client.id", "p")
        .containsEntry("security.protocol", "SSL");
  }

  @Test
  void aReaderHasNoGroup() {
    assertThat(ClientSettings.reader("r", DEPLOYMENT))
        .doesNotContainKey("group.id")
        .containsEntry("enable.auto.commit", false)
        .containsEntry("bootstrap.servers", "broker:9092");
  }

  @Test
  void aMemberTheBrokerDecidesForSaysNothingAboutIt() {
    Map<String, Object> member =
        Map.of(
            "group.protocol", "classic",
            "partition.assignment.strategy", "any",
            "session.timeout.ms", "12000",
            "heartbeat.interval.ms", "500");
    assertThat(ClientSettings.groupMember(member)).isEqualTo(untold(member));
    Map<String, Object> broker = new HashMap<>(member);
    broker.put("group.protocol", "consumer");
    assertThat(ClientSettings.groupMember(broker))
        .isEqualTo(untold(Map.of("group.protocol", "consumer")));
  }

  private static Map<String, Object> untold(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("metric.reporters", "");
    all.put("enable.metrics.push", false);
    return all;
  }

  @Test
  void nobodyIsToldOfMetricsUnlessTheDeploymentSaysSo() {
    List<Map<String, Object>> clients =
        List.of(
            ClientSettings.producer("p", DEPLOYMENT, 1_000),
            ClientSettings.reader("r", DEPLOYMENT),
            ClientSettings.groupMember(DEPLOYMENT),
            ClientSettings.admin("a", DEPLOYMENT, Duration.ofSeconds(3)));
    for (Map<String, Object> client : clients) {
      assertThat(client)
          .containsEntry("metric.reporters", "")
          .containsEntry("enable.metrics.push", false);
    }
    Map<String, Object> told =
        Map.of("metric.reporters", "some.Reporter", "enable.metrics.push", "true");
    assertThat(ClientSettings.reader("r", told)).containsAllEntriesOf(told);
    assertThat(ClientSettings.groupMember(told)).isEqualTo(told);
  }

  @Test
  void aClientWithoutReportersRegistersNothingWithJmx() throws Exception {
    Map<String, Object> settings =
        ClientSettings.reader("unseen", Map.of("bootstrap.servers", "127.0.0.1:1"));
    try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(settings)) {
      assertThat(consumer.metrics()).isNotEmpty();
      assertThat(
              ManagementFactory.getPlatformMBeanServer()
                  .queryNames(new ObjectName("kafka.consumer:client-id=unseen,*"), null))
          .isEmpty();
    }
  }

  @Test
  void anAdminGivesUpInTime() {
    assertThat(ClientSettings.admin("a", DEPLOYMENT, Duration.ofSeconds(3)))
        .containsEntry("request.timeout.ms", 3_000)
        .containsEntry("default.api.timeout.ms", 3_000)
        .containsEntry("reconnect.backoff.max.ms", 500);
  }
}
