package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import mostao.ao.wire.Topics;
import mostao.client.wallet.WalletType;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Logs as JSON, of the session service, which is told to write them so. */
@ExtendWith(RunningSystem.class)
class LogsIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Of the JVM, before there is a program. */
  private static final String OF_THE_JVM = "^(OpenJDK|WARNING:|\\[|1 compiler directives).*";

  private static List<JsonNode> lines() {
    Path log = RunningSystem.stack().settings().data().resolve("logs/session.log");
    try {
      return Files.readAllLines(log).stream()
          .filter(line -> !line.matches(OF_THE_JVM))
          .map(LogsIT::line)
          .toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static JsonNode line(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException notJson) {
      throw new AssertionError(text, notJson);
    }
  }

  @Test
  void everyLineIsAnObjectAndOneAboutAMessageNamesItsProcess() throws Exception {
    String process;
    try (var client = RunningSystem.client(WalletType.ED25519.create())) {
      process = client.info().registry();
    }
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", RunningSystem.stack().broker().bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      byte[] garbage = "no message".getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>(Topics.inbox(Topics.SESSION), process, garbage)).get();
    }
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(lines())
                    .anySatisfy(
                        line -> {
                          assertThat(line.at("/loggerName").asText()).isEqualTo("mostao.outbox");
                          assertThat(line.at("/mdc/process-id").asText()).isEqualTo(process);
                          assertThat(line.at("/message").asText()).contains("is not a message");
                        }));
    assertThat(lines())
        .allSatisfy(
            line -> {
              assertThat(line.path("timestamp").asText()).isNotEmpty();
              assertThat(line.path("level").asText()).isNotEmpty();
              assertThat(line.has("processId")).isFalse();
            });
  }
}
