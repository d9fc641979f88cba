package mostao.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.Properties;
import mostao.ao.wire.Topics;
import org.junit.jupiter.api.Test;

/**
 * Brokers know where a messenger was for longer than outboxes are kept: one that has forgotten it
 * lets the messenger begin with what is left, and nobody is told of what is not. As {@code
 * deploy/local} has it, {@code BrokerSettingsTest} tests.
 */
class OffsetsTest {
  private static final String SETTING = "offsets.retention.minutes";
  private static final String FILE = "server.properties";
  private static final String OURS = "../kubernetes/components/broker/" + FILE + ":";

  @Test
  void ourBrokerKeepsOffsetsLongerThanOutboxes() throws IOException {
    Properties settings = new Properties();
    settings.load(
        new StringReader(
            Rendered.overlay("dev").ofKind("ConfigMap").stream()
                .map(map -> map.path("data").path(FILE))
                .filter(JsonNode::isTextual)
                .findFirst()
                .orElseThrow()
                .asText()));

    assertThat(minutes(settings.getProperty(SETTING))).isGreaterThan(longestOutbox());
  }

  /** Of the same file. */
  @Test
  void soDoesThatOfCompose() throws IOException {
    JsonNode compose =
        new ObjectMapper(new YAMLFactory())
            .readTree(Rendered.DEPLOY.resolve("compose/compose.yaml").toFile());

    assertThat(Rendered.each(compose.at("/services/kafka/volumes")).map(JsonNode::asText))
        .anyMatch(volume -> volume.startsWith(OURS));
  }

  @Test
  void soDoThoseOfProduction() {
    JsonNode config =
        Rendered.overlay("production").ofKind("Kafka").get(0).at("/spec/kafka/config");

    assertThat(minutes(config.path(SETTING).asText())).isGreaterThan(longestOutbox());
  }

  private static Duration minutes(String setting) {
    return Duration.ofMinutes(Long.parseLong(setting));
  }

  private static Duration longestOutbox() {
    return Topics.MODULES.stream()
        .map(module -> Topics.definition(Topics.outbox(module)).config().get("retention.ms"))
        .map(retention -> Duration.ofMillis(Long.parseLong(retention)))
        .max(Duration::compareTo)
        .orElseThrow();
  }
}
