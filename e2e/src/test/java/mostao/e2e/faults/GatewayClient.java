package mostao.e2e.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.process.Json;

/**
 * The gateways as a stubborn client uses them: an item is posted, the same bytes again and again,
 * until the answer is 202. Thread-safe.
 */
final class GatewayClient {
  private static final int ACCEPTED = 202;
  private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);
  private static final long PAUSE_MILLIS = 100;
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /** Ids of whatever was posted through any door of this JVM, accepted or not. */
  private static final Set<String> TRIED = ConcurrentHashMap.newKeySet();

  private final List<URI> gateways;
  private final AtomicLong troubles = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile int current;
  private volatile String trouble = "none";

  /**
   * @param gateways tried in turn, the next one after each failure
   */
  GatewayClient(List<URI> gateways) {
    this.gateways = List.copyOf(gateways);
  }

  static Set<String> tried() {
    return TRIED;
  }

  /** So that a test's own items are not taken for a stranger's. */
  static void willTry(String id) {
    TRIED.add(id);
  }

  /** The gateway that is asked now. */
  URI gateway() {
    return gateways.get(current % gateways.size());
  }

  /** How many posts were not answered with 202. */
  long troubles() {
    return troubles.get();
  }

  /** The last answer other than 202. */
  String trouble() {
    return trouble;
  }

  /**
   * Returns when the item is accepted.
   *
   * @throws AssertionError when the gateway refuses it permanently, or the client was closed
   *     meanwhile
   */
  void post(VerifiedItem item) throws InterruptedException {
    TRIED.add(item.id());
    while (!isAccepted(item)) {
      troubles.incrementAndGet();
      current++;
      if (closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("not accepted when the load was closed; at last: " + trouble);
      }
    }
  }

  private boolean isAccepted(VerifiedItem item) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(gateway().resolve("/"))
            .header("Content-Type", "application/octet-stream")
            .timeout(Duration.ofSeconds(10))
            .POST(HttpRequest.BodyPublishers.ofByteArray(item.bytes()))
            .build();
    HttpResponse<byte[]> answer;
    try {
      answer = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException lost) {
      trouble = lost.toString();
      return false;
    }
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    if (answer.statusCode() == ACCEPTED) {
      String id = Json.parse(body).map(told -> told.path("id").asText()).orElse("");
      if (!id.equals(item.id())) {
        throw new AssertionError("item " + item.id() + " was accepted as " + body);
      }
      return true;
    }
    trouble = answer.statusCode() + " " + body;
    if (!PASSING.contains(answer.statusCode())) {
      throw new AssertionError("item " + item.id() + " was refused: " + trouble);
    }
    return false;
  }

  /** Gives up what is not accepted yet. */
  void close() {
    closed.countDown();
  }
}
