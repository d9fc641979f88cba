package mostao.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A door that stands still for a moment, and one that closes its connections. */
@Timeout(60)
class StallTest {
  private static final long STALL_MILLIS = 400;

  @Test
  void aStallIsInTheTimesOfAllThatWereDueMeanwhile() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger requests = new AtomicInteger();
    HttpServer door =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    door.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          try {
            if (requests.incrementAndGet() == 10) {
              never.await(STALL_MILLIS, TimeUnit.MILLISECONDS);
            }
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
          if (requests.get() % 7 == 0) {
            exchange.getResponseHeaders().add("Connection", "close");
          }
          exchange.sendResponseHeaders(202, -1);
          exchange.close();
        });
    door.start();
    try {
      Book book = new Book(message -> {});
      long start = System.nanoTime();
      Due due = Due.of(new Load.Rate(100), start, start + TimeUnit.SECONDS.toNanos(1));
      int[] next = {0};
      new Sender(
              new DoorConnection(
                  URI.create("http://127.0.0.1:" + door.getAddress().getPort()),
                  Optional.of(InetAddress.getByName("127.0.0.3")),
                  Duration.ofSeconds(10)),
              due,
              () -> new Stock.Item(0, next[0], "id" + next[0]++, new byte[100]),
              book,
              start + TimeUnit.SECONDS.toNanos(30))
          .call();

      assertThat(book.posted()).isEqualTo(100);
      assertThat(book.accepted()).isEqualTo(100);
      // One in a hundred was slow; of those due in the 400 ms of it, half waited over 200 ms.
      long slow =
          book.all().stream()
              .filter(message -> message.accepted - message.due > Duration.ofMillis(200).toNanos())
              .count();
      assertThat(slow).isGreaterThanOrEqualTo(20);
    } finally {
      door.stop(0);
    }
  }

  @Test
  void pairsTakeTurns() {
    assertThat(IntStream.range(0, 7).mapToObj(all -> Stock.posted(all, 3, 0)))
        .containsExactly(0, 1, 1, 1, 2, 2, 2);
    assertThat(IntStream.range(0, 7).mapToObj(all -> Stock.posted(all, 3, 2)))
        .containsExactly(0, 0, 0, 1, 1, 1, 2);
  }
}
