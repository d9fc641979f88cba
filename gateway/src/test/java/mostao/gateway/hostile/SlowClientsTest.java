package mostao.gateway.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import mostao.gateway.edge.http.TightLimits;
import mostao.gateway.fixture.Client.Reply;
import mostao.gateway.fixture.Condition;
import mostao.gateway.fixture.GatewayFixture;
import mostao.gateway.fixture.RawConnection;
import mostao.gateway.fixture.TestSystem;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A thousand connections that are slow, stuck or gone, again and again, and one ordinary client.
 */
@QuarkusTest
@QuarkusTestResource(TestSystem.class)
@TestProfile(TightLimits.class)
class SlowClientsTest {
  private static final Logger LOG = Logger.getLogger(SlowClientsTest.class);
  private static final int CONNECTIONS = 1000;
  private static final int ADDRESSES = 20;
  private static final int WAVES = 2;
  private static final int BODY = 200_000;
  private static final int UNREAD = 50;
  private static final int MOST_HEAP = 96 << 20;
  private static final int MOST_THREADS = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @Inject MeterRegistry meters;
  private GatewayFixture gateway;
  private String never;
  private ScheduledExecutorService trickle;

  @BeforeEach
  void open() {
    gateway = GatewayFixture.open();
    trickle = Executors.newSingleThreadScheduledExecutor();
    String process = gateway.list("handle");
    never = "/result/" + GatewayFixture.newId() + "?process-id=" + process;
  }

  @AfterEach
  void stop() {
    trickle.shutdownNow();
  }

  @Test
  void aThousandStuckConnectionsHarmNobodyAndLeaveNothingBehind() throws Exception {
    Ordinary ordinary = new Ordinary(gateway);
    ordinary.once();
    long heap = used();
    long threads = threads();
    CompletableFuture<Void> traffic = CompletableFuture.runAsync(ordinary);
    for (int wave = 0; wave < WAVES; wave++) {
      List<RawConnection> stuck = new ArrayList<>();
      List<RawConnection> trickling = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        stuck.add(connect(i, trickling));
      }
      trickle.scheduleWithFixedDelay(() -> drip(trickling), 100, 100, TimeUnit.MILLISECONDS);
      assertThat(used() - heap).as("heap with %d stuck", CONNECTIONS).isLessThan(MOST_HEAP);
      assertThat(threads() - threads).as("threads").isLessThan(MOST_THREADS);
      for (int i = 0; i < CONNECTIONS; i++) {
        if (i % 5 == 4) {
          // The clients that waited for a Result disconnect.
          stuck.get(i).close();
        } else if (i % 5 != 3) {
          assertThat(stuck.get(i).drained()).as("%d was closed", i).isTrue();
        }
      }
      Condition.await("no answer is held", () -> gauge("mostao.http.response.bytes") == 0);
      stuck.forEach(RawConnection::close);
    }
    ordinary.stop();
    traffic.get(30, TimeUnit.SECONDS);
    LOG.info(ordinary);
    ordinary.check();
    Condition.await("no body is held", () -> gauge("mostao.http.body.bytes") == 0);
    Condition.await("nobody waits", () -> gauge("mostao.result.waiting") == 0);
    for (String kind : List.of("header_timeout", "body_timeout", "response_timeout")) {
      assertThat(meters.counter("mostao.limits.refused", "kind", kind).count())
          .as(kind)
          .isPositive();
    }
    assertThat(used() - heap).as("heap afterwards").isLessThan(MOST_HEAP / 4);
  }

  private RawConnection connect(int number, List<RawConnection> trickling) throws IOException {
    String address = "127.0.2." + (1 + number / (CONNECTIONS / ADDRESSES));
    int kind = number % 5;
    RawConnection connection = RawConnection.from(address, kind == 3 ? 4096 : 0, PATIENCE);
    switch (kind) {
      case 0 -> {
        // Says nothing at all.
      }
      case 1 -> {
        connection.send("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ");
        trickling.add(connection);
      }
      case 2 -> {
        connection.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + BODY + "\r\n\r\n");
        sendQuietly(connection, new byte[number % 2 == 0 ? BODY - 1 : BODY / 2]);
        if (number % 2 != 0) {
          trickling.add(connection);
        }
      }
      case 3 -> connection.send("GET /q/openapi HTTP/1.1\r\nHost: x\r\n\r\n".repeat(UNREAD));
      default -> connection.send("GET " + never + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    return connection;
  }

  /** The gateway may have had enough already. */
  private static void sendQuietly(RawConnection connection, byte[] bytes) {
    try {
      connection.send(bytes);
    } catch (IOException refused) {
      LOG.tracef("refused: %s", refused.getMessage());
    }
  }

  private static void drip(List<RawConnection> trickling) {
    trickling.forEach(connection -> sendQuietly(connection, new byte[] {'x'}));
  }

  private double gauge(String name) {
    return meters.get(name).gauge().value();
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** The gateway's; the stand-ins for units have some for every question. */
  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("(vert\\.x|executor|gateway|kafka).*"))
        .count();
  }

  /** Sends items and reads, from 127.0.0.1, until it is stopped. */
  private static final class Ordinary implements Runnable {
    private static final int MOST_MILLIS = 1000;

    private final GatewayFixture gateway;
    private final byte[] item;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Long> millis = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    Ordinary(GatewayFixture gateway) {
      this.gateway = gateway;
      this.item = GatewayFixture.message(gateway.registry()).bytes();
    }

    void once() {
      expect(202, gateway.client().post(item));
      expect(200, gateway.client().get("/"));
    }

    private void expect(int status, Reply reply) {
      if (reply.status() != status) {
        failures.add(reply.status() + " " + reply.json());
      }
    }

    @Override
    public void run() {
      try {
        while (!stopped.await(25, TimeUnit.MILLISECONDS)) {
          long begin = System.nanoTime();
          once();
          millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    void stop() {
      stopped.countDown();
    }

    private long quantile(double part) {
      return millis.stream().sorted().toList().get((int) (part * (millis.size() - 1)));
    }

    void check() {
      assertThat(failures).isEmpty();
      assertThat(millis).hasSizeGreaterThan(20);
      assertThat(quantile(0.9)).as(toString()).isLessThan(MOST_MILLIS);
    }

    @Override
    public String toString() {
      return "an item and a read beside "
          + CONNECTIONS
          + " stuck connections: "
          + millis.size()
          + " times, p50 "
          + quantile(0.5)
          + " ms, p90 "
          + quantile(0.9)
          + " ms, most "
          + quantile(1)
          + " ms";
    }
  }
}
