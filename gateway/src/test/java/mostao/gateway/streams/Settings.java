package mostao.gateway.streams;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;

/** Settings under {@code mostao.stream}, the defaults but for what a test says. */
final class Settings {
  private Settings() {}

  static StreamSettings with(String... namesAndValues) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .withConverter(Duration.class, 200, new DurationConverter())
            .withMapping(StreamSettings.class, "mostao.stream");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      builder.withDefaultValue("mostao.stream." + namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder.build().getConfigMapping(StreamSettings.class, "mostao.stream");
  }
}
