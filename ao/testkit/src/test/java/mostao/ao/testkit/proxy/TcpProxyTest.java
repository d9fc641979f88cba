package mostao.ao.testkit.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mostao.local.os.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TcpProxyTest {
  private static final int SOON_MILLIS = 300;
  private static final int PATIENCE_MILLIS = 10_000;

  private EchoServer server;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = new EchoServer(0);
    proxy = TcpProxy.to(server.port());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  @Test
  void aMegabytePassesUnchangedAndAnEndOfStreamIsPassedOn() throws Exception {
    byte[] sent = new byte[1_000_000];
    new Random(7).nextBytes(sent);
    try (Socket client = connect()) {
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(
              () -> {
                try {
                  client.getOutputStream().write(sent);
                  client.shutdownOutput();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(client.getInputStream().readAllBytes()).isEqualTo(sent);
      writing.get(5, TimeUnit.SECONDS);
    }
    assertThat(proxy.requestedBytes()).isEqualTo(sent.length);
    assertThat(proxy.answeredBytes()).isEqualTo(sent.length);
    until(() -> server.ends().equals(List.of("FIN")) && proxy.connections() == 0);
  }

  @Test
  void stalledAnswersComeWhenOpenedAndHoldNoRequests() throws Exception {
    try (Socket client = connect()) {
      proxy.answers(new Flow.Stalled());
      say(client, "hello");
      until(() -> server.heardBytes() == 5);
      nothingComes(client);
      proxy.answers(new Flow.Open());
      assertThat(hear(client, 5)).isEqualTo("hello");
    }
  }

  @Test
  void stalledRequestsDoNotReachTheServerUntilTheFlowIsOpened() throws Exception {
    try (Socket client = connect()) {
      proxy.requests(new Flow.Stalled());
      say(client, "hello");
      nothingComes(client);
      assertThat(server.heardBytes()).isZero();
      proxy.heal();
      assertThat(hear(client, 5)).isEqualTo("hello");
    }
  }

  @Test
  void bytesAreDelayedEachWayAndNoMoreOnceHealed() throws Exception {
    try (Socket client = connect()) {
      proxy.both(new Flow.Delayed(Duration.ofMillis(150)));
      assertThat(roundTrip(client)).isBetween(Duration.ofMillis(300), Duration.ofSeconds(3));
      proxy.heal();
      assertThat(roundTrip(client)).isLessThan(Duration.ofMillis(290));
    }
  }

  @Test
  void aLimitHoldsOverAllConnectionsTogether() throws Exception {
    try (Socket one = connect();
        Socket other = connect()) {
      proxy.answers(new Flow.Limited(100_000));
      String text = "x".repeat(20_000);
      long begin = System.nanoTime();
      say(one, text);
      say(other, text);
      assertThat(hear(one, text.length()) + hear(other, text.length())).hasSize(40_000);
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isBetween(Duration.ofMillis(390), Duration.ofSeconds(4));
    }
  }

  @Test
  void connectionsGoToServersInTurn() throws Exception {
    try (EchoServer other = new EchoServer(0);
        TcpProxy both = TcpProxy.among(List.of(server.port(), other.port()))) {
      for (int i = 0; i < 4; i++) {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), both.port())) {
          client.setSoTimeout(PATIENCE_MILLIS);
          say(client, "hello");
          assertThat(hear(client, 5)).isEqualTo("hello");
        }
      }
      assertThat(server.accepted()).isEqualTo(2);
      assertThat(other.accepted()).isEqualTo(2);
    }
  }

  @Test
  void aDroppedAnswerEndsTheConnectionAfterTheRequestGotThrough() throws Exception {
    for (End end : End.values()) {
      int before = server.heardBytes();
      try (Socket client = connect()) {
        proxy.answers(new Flow.Dropped(end));
        say(client, "hello");
        ends(client, end);
        until(() -> server.heardBytes() == before + 5);
      }
      proxy.heal();
    }
  }

  @Test
  void aCutEndsBothSidesTheWayItSays() throws Exception {
    for (End end : End.values()) {
      try (Socket client = connect()) {
        assertThat(roundTrip(client)).isPositive();
        int before = server.ends().size();
        proxy.cut(end);
        ends(client, end);
        until(() -> server.ends().size() == before + 1);
        assertThat(server.ends().get(before)).isEqualTo(end.name());
        assertThat(proxy.connections()).isZero();
      }
    }
  }

  @Test
  void aCutFreesWhatIsStalledAndNewConnectionsArePassed() throws Exception {
    try (Socket client = connect()) {
      proxy.answers(new Flow.Stalled());
      say(client, "hello");
      until(() -> server.heardBytes() == 5);
      proxy.cut(End.RST);
      ends(client, End.RST);
    }
    proxy.answers(new Flow.Open());
    try (Socket client = connect()) {
      assertThat(roundTrip(client)).isPositive();
    }
  }

  @Test
  void aForgottenConnectionIsDeadForBothSidesAndNewOnesAreWell() throws Exception {
    try (Socket old = connect()) {
      assertThat(roundTrip(old)).isPositive();
      int heard = server.heardBytes();
      proxy.forget();
      say(old, "hello");
      nothingComes(old);
      assertThat(server.heardBytes()).isEqualTo(heard);
      old.shutdownOutput();
      try (Socket next = connect()) {
        assertThat(roundTrip(next)).isPositive();
        assertThat(server.ends()).isEmpty();
      }
    }
  }

  @Test
  void refusedConnectionsFindNobodyAndOpenOnesGoOn() throws Exception {
    try (Socket old = connect()) {
      assertThat(roundTrip(old)).isPositive();
      proxy.newConnections(NewConnections.REFUSED);
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
      assertThat(roundTrip(old)).isPositive();
      proxy.newConnections(NewConnections.ADMITTED);
      try (Socket next = connect()) {
        assertThat(roundTrip(next)).isPositive();
      }
    }
  }

  @Test
  void heldConnectionsReachTheServerOnceAdmitted() throws Exception {
    proxy.newConnections(NewConnections.HELD);
    try (Socket client = connect()) {
      say(client, "hello");
      nothingComes(client);
      assertThat(server.accepted()).isZero();
      proxy.newConnections(NewConnections.ADMITTED);
      assertThat(hear(client, 5)).isEqualTo("hello");
    }
  }

  @Test
  void aServerThatIsAwayIsAResetAndIsFoundAgainOnItsPort() throws Exception {
    int port = server.port();
    server.close();
    try (Socket client = connect()) {
      ends(client, End.RST);
    }
    server = new EchoServer(port);
    try (Socket client = connect()) {
      assertThat(roundTrip(client)).isPositive();
    }
  }

  @Test
  void itListensOnLoopbackAlone() throws Exception {
    for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
      for (InetAddress address :
          card.inetAddresses().filter(a -> !a.isLoopbackAddress()).toList()) {
        try (Socket socket = new Socket()) {
          assertThatThrownBy(
                  () -> socket.connect(new InetSocketAddress(address, proxy.port()), SOON_MILLIS))
              .as("%s", address)
              .isInstanceOf(IOException.class);
        }
      }
    }
    assertThat(Ports.answers(proxy.port())).isTrue();
  }

  @Test
  void aLimitOfNothingIsRefused() {
    assertThatThrownBy(() -> new Flow.Limited(0)).hasMessageContaining("use Stalled");
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static void say(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String hear(Socket client, int bytes) throws IOException {
    return new String(client.getInputStream().readNBytes(bytes), StandardCharsets.US_ASCII);
  }

  private static Duration roundTrip(Socket client) throws IOException {
    long begin = System.nanoTime();
    say(client, "ping");
    assertThat(hear(client, 4)).isEqualTo("ping");
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private static void nothingComes(Socket client) throws IOException {
    client.setSoTimeout(SOON_MILLIS);
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    client.setSoTimeout(PATIENCE_MILLIS);
  }

  private static void ends(Socket client, End end) throws IOException {
    if (end == End.FIN) {
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    } else {
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  private static void until(Callable<Boolean> holds) {
    await().atMost(Duration.ofMillis(PATIENCE_MILLIS)).until(holds);
  }
}
