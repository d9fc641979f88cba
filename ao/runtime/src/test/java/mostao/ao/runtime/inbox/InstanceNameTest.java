package mostao.ao.runtime.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A replica with a name is a static member of its group; one without is none. */
class InstanceNameTest {
  private static final String MEMBER = "mp.messaging.incoming.inbox.group.instance.id";

  @Test
  void theNameReachesTheConsumer() throws IOException {
    assertThat(
            config(Map.of("mostao.instance", "session-0")).getOptionalValue(MEMBER, String.class))
        .contains("session-0");
  }

  @Test
  void withoutANameThereIsNoStaticMembership() throws IOException {
    assertThat(config(Map.of()).getOptionalValue(MEMBER, String.class)).isEmpty();
  }

  @Test
  void theProtocolReachesTheConsumer() throws IOException {
    String protocol = "mp.messaging.incoming.inbox.group.protocol";
    assertThat(config(Map.of()).getValue(protocol, String.class)).isEqualTo("classic");
    assertThat(config(Map.of("mostao.group-protocol", "consumer")).getValue(protocol, String.class))
        .isEqualTo("consumer");
  }

  @Test
  void severalConsumersCantShareAName() {
    assertThatThrownBy(() -> StartCheck.checkName(Optional.of("session-0"), 2))
        .hasMessageContaining("session-0")
        .hasMessageContaining("mostao.inbox.concurrency is 2");
    assertThatCode(
            () -> {
              StartCheck.checkName(Optional.of("session-0"), 1);
              StartCheck.checkName(Optional.empty(), 2);
            })
        .doesNotThrowAnyException();
  }

  private static SmallRyeConfig config(Map<String, String> given) throws IOException {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withSources(
            new PropertiesConfigSource(
                InstanceNameTest.class
                    .getClassLoader()
                    .getResource("META-INF/microprofile-config.properties"),
                100),
            new PropertiesConfigSource(given, "given", 200))
        .build();
  }
}
