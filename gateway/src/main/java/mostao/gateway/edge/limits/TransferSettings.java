package mostao.gateway.edge.limits;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code mostao.http}: how slow a client may be, and how much is held for it. */
@ConfigMapping(prefix = "mostao.http")
public interface TransferSettings {
  /**
   * From a connection, or from the first byte of its next request, to the end of the headers; then
   * it is closed.
   */
  @WithDefault("10s")
  Duration headerTimeout();

  /** From the headers to the end of the body, however slowly it trickles in; then 408. */
  @WithDefault("30s")
  Duration bodyTimeout();

  /**
   * How long a client may leave a response unread; then its connection is closed. Until then
   * nothing more is read from it.
   */
  @WithDefault("30s")
  Duration responseTimeout();

  /**
   * Bodies held at a time, from their arrival to the answer. When all bytes are used, the address
   * that holds most makes room for one that holds less: its largest incomplete body is refused
   * (503). 0: no limit.
   */
  @WithDefault("33554432")
  long bodyBytes();

  /** The same of one address; beyond that, 429. */
  @WithDefault("16777216")
  long addressBodyBytes();

  /**
   * Unread responses held at a time. A connection without room is closed. When all bytes are used,
   * the address that holds most makes room for one that holds less. 0: no limit.
   */
  @WithDefault("33554432")
  long responseBytes();

  /** The same of one address. */
  @WithDefault("16777216")
  long addressResponseBytes();

  /** Bytes that the kernel keeps for a connection that does not read. */
  @WithDefault("262144")
  int sendBuffer();
}
