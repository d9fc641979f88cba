package mostao.gateway.edge.limits;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code mostao.http}: how slow a client may be, and how much is held for it. */
@ConfigMapping(prefix = "mostao.http")
public interface TransferSettings {
  /** From a connection, or the first byte of its next request, to the end of the headers. */
  @WithDefault("10s")
  Duration headerTimeout();

  /** From the headers to the end of the body. */
  @WithDefault("30s")
  Duration bodyTimeout();

  /** How long a client may leave bytes unread in our buffers. */
  @WithDefault("30s")
  Duration responseTimeout();

  /** Bytes of bodies that are held at a time, from their arrival to the answer; 0: no limit. */
  @WithDefault("33554432")
  long bodyBytes();

  /** The same of one address. */
  @WithDefault("16777216")
  long addressBodyBytes();

  /** Bytes of answers that wait for their readers at a time; 0: no limit. */
  @WithDefault("33554432")
  long responseBytes();

  /** The same of one address. */
  @WithDefault("16777216")
  long addressResponseBytes();

  /** Bytes that the kernel keeps for a client that does not read. */
  @WithDefault("262144")
  int sendBuffer();
}
