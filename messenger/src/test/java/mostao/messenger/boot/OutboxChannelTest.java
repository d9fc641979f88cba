package mostao.messenger.boot;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboxChannelTest {
  @Test
  void ourOwnSettingsAreSafe() throws IOException {
    assertThatCode(() -> OutboxChannel.check(config(Map.of()))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "auto.offset.reset, latest",
    "enable.auto.commit, true",
    "commit-strategy, throttled",
    "group.id, another",
    "batch, false",
  })
  void aSettingThatMayLoseMessagesIsRefusedByName(String name, String value) {
    String key = "mp.messaging.incoming.outboxes." + name;
    assertThatThrownBy(() -> OutboxChannel.check(config(Map.of(key, value))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(value);
  }

  private static SmallRyeConfig config(Map<String, String> overrides) throws IOException {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withSources(
            new PropertiesConfigSource(
                OutboxChannelTest.class.getResource("/application.properties"), 100))
        .withSources(new PropertiesConfigSource(overrides, "overrides", 500))
        .build();
  }
}
