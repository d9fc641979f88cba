package mostao.messenger.boot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import mostao.ao.kafka.publish.WriterSettings;

/** Settings under {@code mostao.writer}. */
@ConfigMapping(prefix = "mostao.writer")
interface MessengerWriterSettings extends WriterSettings {
  /** Not used: the messenger never gives a record up. It is there because gateways have it. */
  @Override
  @WithDefault("5s")
  Duration deliveryTimeout();

  /**
   * How long handing a record to the Kafka client may block while its topic is unknown or the
   * buffer is full; then the batch is tried again.
   */
  @Override
  @WithDefault("2s")
  Duration blockTimeout();

  /** Memory for records on their way to the broker. */
  @Override
  @WithDefault("33554432")
  long bufferBytes();
}
