package mostao.client.chat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import mostao.client.http.AoClient;

/**
 * How long to wait for what takes several messages between processes.
 *
 * @param limit in all
 * @param firstPause between two looks; grows by half each time, up to {@code longestPause}
 */
public record WaitPolicy(Duration limit, Duration firstPause, Duration longestPause) {
  /** 30 s, looking every 10 ms at first and every 500 ms at last. */
  public static final WaitPolicy DEFAULT =
      new WaitPolicy(Duration.ofSeconds(30), Duration.ofMillis(10), Duration.ofMillis(500));

  /** A look at whether something is there yet. */
  @FunctionalInterface
  interface Look<T> {
    Optional<T> take() throws IOException, InterruptedException;
  }

  <T> T await(AoClient client, String what, Look<T> look) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    Duration pause = firstPause;
    while (true) {
      Optional<T> found = look.take();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() + pause.toNanos() > deadline) {
        throw new WaitTimeoutException(what + " is not there after " + limit.toSeconds() + " s");
      }
      if (!client.pause(pause)) {
        throw new IOException("the client was closed while it waited for " + what);
      }
      Duration longer = pause.multipliedBy(3).dividedBy(2);
      pause = longer.compareTo(longestPause) < 0 ? longer : longestPause;
    }
  }
}
