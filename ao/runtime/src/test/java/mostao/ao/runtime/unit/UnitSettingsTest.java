package mostao.ao.runtime.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import mostao.ao.process.Rules;
import org.junit.jupiter.api.Test;

class UnitSettingsTest {
  static UnitSettings settings(String... namesAndValues) {
    Map<String, String> values = new HashMap<>();
    values.put("mostao.module", "counter");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withConverter(Duration.class, 200, new DurationConverter())
        .withMapping(UnitSettings.class)
        .withSources(new PropertiesConfigSource(values, "test", 500))
        .build()
        .getConfigMapping(UnitSettings.class);
  }

  @Test
  void the_defaults_are_those_of_the_rules() {
    assertThat(settings().rules()).isEqualTo(Rules.defaults());
  }

  @Test
  void every_limit_is_a_setting() {
    Rules rules =
        settings(
                "mostao.limits.profile-bytes", "1",
                "mostao.limits.content-bytes", "2",
                "mostao.limits.page-rows", "3",
                "mostao.limits.page-bytes", "4",
                "mostao.limits.result-bytes", "5",
                "mostao.limits.inbox-messages", "6",
                "mostao.limits.chain-depth", "7",
                "mostao.limits.stale-generation", "8s",
                "mostao.limits.chats", "9",
                "mostao.limits.chat-requests", "10",
                "mostao.limits.inbox-of-sender", "11",
                "mostao.limits.wallet-handles", "12",
                "mostao.limits.wallet-births", "13",
                "mostao.limits.handle-sessions", "14",
                "mostao.limits.kept-name", "15d",
                "mostao.reads", "open")
            .rules();
    Rules.Quotas quotas = new Rules.Quotas(9, 10, 11, 12, 13, 14, Duration.ofDays(15).toMillis());
    assertThat(rules).isEqualTo(new Rules(true, 1, 2, 3, 4, 5, 6, 7, 8_000, quotas));
  }

  @Test
  void what_is_no_limit_is_refused_by_name() {
    assertThatThrownBy(() -> settings("mostao.limits.page-rows", "0").rules())
        .hasMessageContaining("mostao.limits.page-rows is 0");
    assertThatThrownBy(() -> settings("mostao.limits.page-rows", "many"))
        .isInstanceOf(ConfigValidationException.class)
        .hasMessageContaining("mostao.limits.page-rows");
    assertThatThrownBy(() -> settings("mostao.reads", "sometimes"))
        .isInstanceOf(ConfigValidationException.class)
        .hasMessageContaining("mostao.reads");
  }

  @Test
  void everything_is_kept_unless_a_time_is_given() {
    assertThat(settings().retention().keep()).isEmpty();
    UnitSettings.Retention some = settings("mostao.retention.keep", "90d").retention();
    assertThat(some.keep()).contains(Duration.ofDays(90));
    Retention.check(some.keep().get(), some);
    assertThatThrownBy(() -> Retention.check(Duration.ZERO, some))
        .hasMessageContaining("mostao.retention.keep");
    for (String name : new String[] {"mostao.retention.rows", "mostao.retention.every"}) {
      UnitSettings.Retention none = settings(name, "0").retention();
      assertThatThrownBy(() -> Retention.check(Duration.ofDays(1), none))
          .hasMessageContaining(name);
    }
  }

  @Test
  void waits_and_bounds_are_settings() {
    UnitSettings settings =
        settings(
            "mostao.inbox.retry-longest", "7s",
            "mostao.outbox.delivery-timeout", "8s",
            "mostao.database.lock-timeout", "9s");
    assertThat(settings.inbox().retryLongest()).isEqualTo(Duration.ofSeconds(7));
    assertThat(settings.outbox().deliveryTimeout()).isEqualTo(Duration.ofSeconds(8));
    assertThat(settings.database().lockTimeout()).isEqualTo(Duration.ofSeconds(9));
  }
}
