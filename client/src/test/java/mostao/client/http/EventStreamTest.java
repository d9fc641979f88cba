package mostao.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mostao.client.wallet.WalletType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventStreamTest {
  private static final String HOLD = "hold";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;
  private URI gateway;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    gateway = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/") || path.equals("/access")) {
      String authority = "d53Jg2WGLZ56m6ALtsFu4c4o5IGHMhd8ON1ByA6Q0fo";
      say(
          exchange,
          200,
          path.equals("/")
              ? "{\"authority\":\"" + authority + "\"}"
              : "{\"access_token\":\"mao1.token\"}");
      exchange.close();
      return;
    }
    asked.add(
        path
            + " "
            + exchange.getRequestHeaders().getFirst("Last-Event-ID")
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization"));
    String body = bodies.poll();
    if (body == null) {
      say(exchange, 403, "{\"error\":\"not for you\",\"code\":\"Unauthorized\"}");
    } else if (body.startsWith("5")) {
      say(exchange, 503, "{\"error\":\"later\",\"code\":\"Overloaded\"}");
    } else {
      say(exchange, 200, body.replace(HOLD, ""));
      if (body.endsWith(HOLD)) {
        exchange.getResponseBody().flush();
        try {
          over.await();
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
        }
      }
    }
    exchange.close();
  }

  private static void say(HttpExchange exchange, int status, String body) throws IOException {
    exchange.sendResponseHeaders(status, 0);
    exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
  }

  private static String event(int nonce) {
    return "event: message\nid: " + nonce + ".0\ndata: {\"Nonce\":" + nonce + "}\n\n";
  }

  @Test
  void aStreamThatIsCutGoesOnBehindTheLastEvent() throws Exception {
    bodies.add("retry: 1\nid: 4.1\n\n" + event(5) + ": heartbeat\n\n" + event(6) + "event: mess");
    bodies.add("503");
    bodies.add("retry: 1\nid: 6.0\n\n" + event(7) + HOLD);
    try (EventStream stream = EventStream.anonymous(gateway, "p", "")) {
      for (int nonce = 5; nonce < 8; nonce++) {
        StreamEvent event = stream.next();
        assertThat(event.name()).isEqualTo("message");
        assertThat(event.id()).isEqualTo(nonce + ".0");
        assertThat(event.data().path("Nonce").asInt()).isEqualTo(nonce);
      }
      assertThat(stream.lastEventId()).isEqualTo("7.0");
    }
    assertThat(asked)
        .containsExactly("/stream/p null null", "/stream/p 6.0 null", "/stream/p 6.0 null");
  }

  @Test
  void aHeartbeatAndAnOrderlyEndMoveThePlaceToo() throws Exception {
    bodies.add(
        "retry: 1\nid: 3-1\n\nid: 3-9\n: heartbeat\n\nevent: end\ndata: {\"code\":\"x\"}\n\n");
    bodies.add("id: 3-9\n\nevent: gap\nid: 3-20\ndata: {\"reason\":\"gone\"}\n\n" + HOLD);
    try (EventStream stream = EventStream.anonymous(gateway, "0xA", "3-0")) {
      assertThat(stream.next().name()).isEqualTo("gap");
    }
    assertThat(asked).containsExactly("/stream/0xA 3-0 null", "/stream/0xA 3-9 null");
  }

  @Test
  void aRefusalIsTold() throws Exception {
    try (EventStream stream = EventStream.anonymous(gateway, "p", "")) {
      assertThatThrownBy(stream::next)
          .isInstanceOf(GatewayException.class)
          .hasMessageContaining("not for you");
    }
  }

  @Test
  void aWalletShowsAToken() throws Exception {
    bodies.add(event(1) + HOLD);
    try (AoClient client = new AoClient(gateway, WalletType.ED25519.create());
        EventStream stream = client.stream("p", "0.1")) {
      assertThat(stream.next().id()).isEqualTo("1.0");
    }
    assertThat(asked).containsExactly("/stream/p 0.1 Bearer mao1.token");
  }

  @Test
  void closingWakesWhoeverWaits() throws Exception {
    bodies.add("id: 0.1\n\n" + HOLD);
    EventStream stream = EventStream.anonymous(gateway, "p", "");
    CompletableFuture<Throwable> ended =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                stream.next();
                return new AssertionError("there was an event");
              } catch (IOException | InterruptedException told) {
                return told;
              }
            },
            threads);
    while (!stream.lastEventId().equals("0.1")) {
      Thread.onSpinWait();
    }
    stream.close();
    assertThat(ended.get(10, TimeUnit.SECONDS)).hasMessageContaining("closed");
  }
}
