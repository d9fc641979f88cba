package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import mostao.client.http.AoClient;
import mostao.client.wallet.Wallet;
import mostao.client.wallet.WalletType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gateway that is replaced breaks no connection of clients that follow its readiness. */
@ExtendWith(RunningSystem.class)
class GatewayStopIT {
  private static final int CLIENTS = 24;
  private static final int BEFORE = 200;

  private final AtomicInteger answered = new AtomicInteger();
  private volatile boolean routed = true;

  @Test
  void noRequestFailsWhileAGatewayStops() throws Exception {
    try (SecondGateway gateway =
        SecondGateway.start(
            "-Dquarkus.shutdown.delay=4s", "-Dmostao.limits.address.reads=1000000")) {
      List<CompletableFuture<Void>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(CompletableFuture.runAsync(() -> load(gateway.url()), this::start));
      }
      HttpResponse<InputStream> stream = stream(gateway.url());
      while (answered.get() < BEFORE) {
        Thread.onSpinWait();
      }
      CompletableFuture<Duration> stopped = CompletableFuture.supplyAsync(() -> stop(gateway));
      while (gateway.ready()) {
        Thread.onSpinWait();
      }
      int atStop = answered.get();
      routed = false;
      for (CompletableFuture<Void> client : clients) {
        client.join();
      }
      assertThat(answered.get()).isGreaterThanOrEqualTo(atStop);
      assertThat(new String(stream.body().readAllBytes(), StandardCharsets.UTF_8))
          .contains("retry: ")
          .contains("\"code\":\"Stopping\"");
      assertThat(stopped.join()).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(9));
    }
  }

  private void start(Runnable client) {
    Thread thread = new Thread(client, "keep-alive-client");
    thread.setDaemon(true);
    thread.start();
  }

  /** Keeps its connection until it is told to close it, and opens another while there is a way. */
  private void load(URI url) {
    try {
      do {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
          InputStream in = new BufferedInputStream(socket.getInputStream());
          boolean last = false;
          while (!last) {
            socket
                .getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: gateway\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            last = isLast(in);
            answered.incrementAndGet();
          }
        }
      } while (routed);
    } catch (IOException broken) {
      throw new AssertionError("a request failed", broken);
    }
  }

  /** Reads one answer; whether the connection ends with it. */
  private static boolean isLast(InputStream in) throws IOException {
    String status = line(in);
    assertThat(status).startsWith("HTTP/1.1 200");
    int length = 0;
    boolean last = false;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
      }
      last |= header.equals("connection: close");
    }
    if (in.readNBytes(length).length < length) {
      throw new EOFException("an answer ended early");
    }
    return last;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("closed without an answer");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  private static HttpResponse<InputStream> stream(URI url) throws Exception {
    Wallet wallet = WalletType.ED25519.create();
    try (AoClient client = new AoClient(url, wallet)) {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(url.resolve("/stream/" + wallet.address()))
                  .header("Authorization", "Bearer " + client.token())
                  .build(),
              HttpResponse.BodyHandlers.ofInputStream());
    }
  }

  private static Duration stop(SecondGateway gateway) {
    try {
      return gateway.stop();
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
      throw new AssertionError(hurry);
    }
  }
}
