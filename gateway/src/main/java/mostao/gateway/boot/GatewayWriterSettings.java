package mostao.gateway.boot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import mostao.ao.kafka.publish.WriterSettings;

/** Settings under {@code mostao.writer}. */
@ConfigMapping(prefix = "mostao.writer")
interface GatewayWriterSettings extends WriterSettings {
  /**
   * How long a client waits for the broker's acknowledgement of its item; then the answer is 503,
   * and the client sends the same bytes again.
   */
  @Override
  @WithDefault("5s")
  Duration deliveryTimeout();

  /**
   * How long handing a record to the Kafka client may block while its topic is unknown or the
   * buffer is full.
   */
  @Override
  @WithDefault("2s")
  Duration blockTimeout();

  /** Memory for records on their way to the broker. */
  @Override
  @WithDefault("33554432")
  long bufferBytes();

  /**
   * How long records that come sooner than this after others wait to go to the broker together, at
   * most `1s`; one that comes later never waits. `0s`: not at all.
   */
  @WithDefault("8ms")
  Duration gather();
}
