package mostao.ao.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
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
        .containsEntry("linger.ms", 0)
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
    assertThat(ClientSettings.groupMember(member)).isEqualTo(member);
    Map<String, Object> broker = new HashMap<>(member);
    broker.put("group.protocol", "consumer");
    assertThat(ClientSettings.groupMember(broker)).isEqualTo(Map.of("group.protocol", "consumer"));
  }

  @Test
  void anAdminGivesUpInTime() {
    assertThat(ClientSettings.admin("a", DEPLOYMENT, Duration.ofSeconds(3)))
        .containsEntry("request.timeout.ms", 3_000)
        .containsEntry("default.api.timeout.ms", 3_000)
        .containsEntry("reconnect.backoff.max.ms", 500);
  }
}
