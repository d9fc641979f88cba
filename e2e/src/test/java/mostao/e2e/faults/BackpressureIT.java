package mostao.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import mostao.ao.testkit.proxy.Flow;
import mostao.ao.testkit.proxy.TcpProxy;
import mostao.local.stack.ServiceProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * When items arrive faster than they can be evaluated, the gateway refuses some; memory and queues
 * stay within bounds, no member loses its place in a consumer group, and afterwards every accepted
 * item is evaluated.
 */
@ExtendWith(FaultSystem.class)
class BackpressureIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** The backlog limit of one topic, instead of the default of 100,000. */
  private static final int BACKLOG = 500;

  /**
   * What is on its way when the door closes: one look at the broker a second, and what handles and
   * the messenger have not passed on yet.
   */
  private static final int ON_ITS_WAY = 4 * BACKLOG;

  private static final int IN_FLIGHT = 2_000;
  private static final Duration CLOSING = Duration.ofSeconds(40);
  private static final long SQUEEZED_MILLIS = 8_000;

  /** Of the 192 that the JVM of a service may have. */
  private static final int MOST_LIVE_MEGABYTES = 110;

  @BeforeAll
  static void shorterQueues() {
    FaultSystem.restart(
        "gateway", Map.of("mostao.backlog.records", String.valueOf(BACKLOG)), List.of());
  }

  @AfterAll
  static void ordinaryQueues() {
    FaultSystem.restart("gateway", Map.of(), List.of());
  }

  @Test
  @Tag("nightly")
  void aDatabaseTenTimesSlowerClosesTheDoorForAWhileAndNothingElse() throws Exception {
    TcpProxy network = FaultSystem.proxies().database("session");
    try (Load load = start()) {
      load.awaitAccepted(800);
      long before = network.requestedBytes();
      Waiting.pause(3_000);
      long perSecond = (network.requestedBytes() - before) / 3;
      network.requests(new Flow.Limited(perSecond / 10));
      squeezed(load, "database ten times slower", network::heal);
    } finally {
      network.heal();
    }
  }

  @Test
  @Tag("nightly")
  void aServiceThatRunsOneSecondInTenOnlyCausesRefusals() throws Exception {
    ServiceProcess session = FaultSystem.stack().service("session");
    AtomicBoolean over = new AtomicBoolean();
    try (Load load = start()) {
      load.awaitAccepted(800);
      CompletableFuture<Void> limping =
          CompletableFuture.runAsync(
              () -> {
                while (!over.get()) {
                  session.pause();
                  Waiting.pause(900);
                  session.resume();
                  Waiting.pause(100);
                }
              });
      squeezed(
          load,
          "service ten times slower",
          () -> {
            over.set(true);
            limping.join();
          });
    } finally {
      over.set(true);
      session.resume();
    }
  }

  /** The bytes of everything that waits would not fit the heap of the service four times over. */
  @Test
  @Tag("nightly")
  void aFloodOfTheLargestItemsWaitsOnDiskWhileTheDatabaseIsFrozen() throws Exception {
    TcpProxy network = FaultSystem.proxies().database("handle");
    long pid = FaultSystem.stack().service("handle").pid();
    try (Load load = start()) {
      load.awaitAccepted(100);
      // What it writes would fill the backlog, and the door would close before the flood.
      load.stop();
      Lag.awaitNone(Judge.RECOVERY);
      Members members = Members.now();
      Person somebody = load.pairs().get(0).one();
      GatewayClient door = new GatewayClient(List.of(FaultSystem.door()));
      network.both(new Flow.Stalled());
      for (int i = 0; i < 150; i++) {
        door.post(somebody.item(somebody.handle(), "Flood", i + "x".repeat(1_000_000)));
      }
      network.heal();
      LoadRecord.over("flood of the largest items");
      Lag.awaitNone(Judge.RECOVERY);
      assertThat(Members.now()).isEqualTo(members);
      assertThat(FaultSystem.stack().service("handle").pid()).isEqualTo(pid);
      Judge.settle(load);
      assertThat(ProcessProbe.of("handle").liveHeapMegabytes()).isLessThan(MOST_LIVE_MEGABYTES);
    } finally {
      network.heal();
    }
  }

  private static Load start() throws InterruptedException {
    return Load.start(new Load.Plan(8, 200, List.of(FaultSystem.door())));
  }

  private static void squeezed(Load load, String name, Runnable end) throws Exception {
    Members members = Members.now();
    ProcessProbe gateway = ProcessProbe.of("gateway");
    Waiting.until(CLOSING, "the door says that it is too much", BackpressureIT::closed);
    long deadline = System.nanoTime() + Duration.ofMillis(SQUEEZED_MILLIS).toNanos();
    while (System.nanoTime() < deadline) {
      assertThat(gateway.sum("mostao_backlog_records", "")).isLessThan(BACKLOG + ON_ITS_WAY);
      assertThat(gateway.sum("mostao_intake_in_flight", "")).isLessThanOrEqualTo(IN_FLIGHT);
      Waiting.pause(200);
    }
    assertThat(gateway.liveHeapMegabytes()).isLessThan(MOST_LIVE_MEGABYTES);
    assertThat(ProcessProbe.of("session").liveHeapMegabytes()).isLessThan(MOST_LIVE_MEGABYTES);
    end.run();
    LoadRecord.over(name);
    load.awaitAccepted(300);
    Judge.settle(load);
    assertThat(Members.now()).isEqualTo(members);
  }

  /** Every request is refused before anything is read; an empty item would be 400 otherwise. */
  private static String closed() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(FaultSystem.door().resolve("/"))
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    boolean said =
        Set.of(429, 503).contains(answer.statusCode())
            && answer.headers().firstValue("Retry-After").isPresent()
            && answer.body().contains("records wait on");
    return said ? null : answer.statusCode() + " " + answer.body();
  }
}
