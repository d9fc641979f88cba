package mostao.messenger.boot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import mostao.ao.kafka.publish.WriterSettings;

/** Settings under {@code mostao.writer}. */
@ConfigMapping(prefix = "mostao.writer")
interface MessengerWriterSettings extends WriterSettings {
  @Override
  @WithDefault("5s")
  Duration deliveryTimeout();

  @Override
  @WithDefault("2s")
  Duration blockTimeout();

  @Override
  @WithDefault("33554432")
  long bufferBytes();
}
