package mostao.ao.runtime.inbox;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaSettingsTest {
  private final Map<String, Object> channel =
      new HashMap<>(
          Map.of(
              "batch", "true",
              "commit-strategy", "after-publication",
              "failure-strategy", "fail"));
  private final Map<String, Object> consumer =
      new HashMap<>(
          Map.of(
              "group.id", "ao-counter",
              "auto.offset.reset", "earliest",
              "enable.auto.commit", "false",
              "isolation.level", "read_committed",
              "partition.assignment.strategy",
                  "org.apache.kafka.clients.consumer.CooperativeStickyAssignor"));
  private final Map<String, Object> producer =
      new HashMap<>(
          Map.of("acks", "all", "enable.idempotence", "true", "delivery.timeout.ms", "2147483647"));

  private void check() {
    KafkaSettings.check("ao-counter", channel, consumer, producer);
  }

  @Test
  void safe_settings_pass() {
    assertThatCode(this::check).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "auto.offset.reset, latest",
    "enable.auto.commit, true",
    "isolation.level, read_uncommitted",
    "group.id, another",
    "partition.assignment.strategy, org.apache.kafka.clients.consumer.RangeAssignor"
  })
  void an_unsafe_consumer_setting_is_named(String name, String value) {
    consumer.put(name, value);
    assertUnsafe(name, value);
  }

  @Test
  void a_group_that_the_broker_assigns_needs_no_strategy() {
    consumer.put("group.protocol", "consumer");
    consumer.remove("partition.assignment.strategy");
    assertThatCode(this::check).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"batch, false", "commit-strategy, throttled", "failure-strategy, ignore"})
  void an_unsafe_channel_setting_is_named(String name, String value) {
    channel.put(name, value);
    assertUnsafe(name, value);
  }

  @ParameterizedTest
  @CsvSource({"acks, 1", "enable.idempotence, false", "delivery.timeout.ms, 120000"})
  void an_unsafe_producer_setting_is_named(String name, String value) {
    producer.put(name, value);
    assertUnsafe(name, value);
  }

  @Test
  void a_missing_setting_is_unsafe_since_the_default_is() {
    consumer.remove("auto.offset.reset");
    assertUnsafe("auto.offset.reset", "null");
  }

  private void assertUnsafe(String name, String value) {
    assertThatThrownBy(this::check)
        .isInstanceOf(KafkaSettings.Unsafe.class)
        .hasMessageStartingWith("UnsafeKafkaSettings: ")
        .hasMessageContaining(name + " is " + value + ", must be ");
  }
}
