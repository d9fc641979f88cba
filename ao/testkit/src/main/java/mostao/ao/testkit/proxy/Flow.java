package mostao.ao.testkit.proxy;

import java.time.Duration;

/** How bytes go in one direction. */
public sealed interface Flow {
  /** At once. */
  record Open() implements Flow {}

  /** Not at all; what came meanwhile goes on when the flow changes. */
  record Stalled() implements Flow {}

  /**
   * Later. A chunk, at most {@value TcpProxy#CHUNK_BYTES} bytes, waits for the one before it.
   *
   * @param by counted from the arrival of the chunk
   */
  record Delayed(Duration by) implements Flow {}

  /**
   * No faster than this, over all connections together.
   *
   * @param bytesPerSecond at least 1
   */
  record Limited(long bytesPerSecond) implements Flow {
    /** Refuses what would be a stall. */
    public Limited {
      if (bytesPerSecond < 1) {
        throw new IllegalArgumentException(
            bytesPerSecond + " bytes a second: set 1 or more, or use Stalled");
      }
    }
  }

  /**
   * The next bytes in this direction are dropped, and their connection ends instead: a request that
   * got through and whose answer is lost.
   */
  record Dropped(End end) implements Flow {}
}
