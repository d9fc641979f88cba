package mostao.ao.kafka.publish;

import java.time.Duration;

/** The limits of a {@link TopicWriter}: {@code mostao.writer.*}. */
public interface WriterSettings {
  /** How long a bounded writer waits for the broker's acknowledgement. */
  Duration deliveryTimeout();

  /** How long handing over a record may block while topics are unknown or the buffer is full. */
  Duration blockTimeout();

  /** Memory for records on their way, in bytes. */
  long bufferBytes();
}
