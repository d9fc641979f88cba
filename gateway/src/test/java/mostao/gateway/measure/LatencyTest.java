package mostao.gateway.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Result;
import mostao.gateway.fixture.Client.Reply;
import mostao.gateway.fixture.GatewayFixture;
import mostao.gateway.fixture.TestSystem;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How long the gateway's own part takes, one request at a time; run with {@code
 * -Dmostao.measure=true -Dtest=LatencyTest}. The unit is a stub that answers at once.
 */
@QuarkusTest
@QuarkusTestResource(TestSystem.class)
@EnabledIfSystemProperty(named = "mostao.measure", matches = "true")
class LatencyTest {
  private static final System.Logger LOG = System.getLogger(LatencyTest.class.getName());
  private static final int WARM_UP = 1_000;
  private static final int ROUNDS = 1_000;

  @Test
  void requestsOneAtATime() throws InterruptedException {
    GatewayFixture gateway = GatewayFixture.open();
    measure(
        "POST / to 202",
        i -> assertThat(gateway.client().post(item(gateway)).status()).isEqualTo(202));
    gateway
        .units()
        .put(
            "/unit/processes/" + gateway.registry() + "/dry-run",
            200,
            "{\"Messages\":[],\"Spawns\":[],\"Assignments\":[],\"Output\":\"\"}");
    measure(
        "POST /dry-run to 200",
        i ->
            assertThat(
                    gateway
                        .client()
                        .post(
                            "/dry-run?process-id=" + gateway.registry(),
                            "application/json",
                            BodyPublishers.ofString("{}"))
                        .status())
                .isEqualTo(200));
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch reading = new CountDownLatch(1);
    Thread unit = new Thread(() -> evaluate(gateway, reading, stop), "unit");
    unit.start();
    reading.await();
    try {
      measure(
          "POST / and GET /result to 200",
          i -> {
            VerifiedItem item = GatewayFixture.message(gateway.registry());
            assertThat(gateway.client().post(item.bytes()).status()).isEqualTo(202);
            Reply reply =
                gateway.client().get("/result/" + item.id() + "?process-id=" + gateway.registry());
            assertThat(reply.status()).isEqualTo(200);
          });
    } finally {
      stop.set(true);
    }
  }

  private static byte[] item(GatewayFixture gateway) {
    return GatewayFixture.message(gateway.registry()).bytes();
  }

  /** A unit without a database: whatever comes in has an empty Result at once. */
  private static void evaluate(GatewayFixture gateway, CountDownLatch reading, AtomicBoolean stop) {
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                TestSystem.current().broker().bootstrapServers(),
                "enable.auto.commit",
                false),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor("ao.registry.inbox").stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      partitions.forEach(consumer::position);
      reading.countDown();
      while (!stop.get()) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(
                record ->
                    gateway.publish(
                        "registry",
                        gateway.registry(),
                        GatewayFixture.item(record).id(),
                        Result.nothing()));
      }
    }
  }

  private static void measure(String what, Consumer<Integer> round) {
    for (int i = 0; i < WARM_UP; i++) {
      round.accept(i);
    }
    long[] micros = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long begun = System.nanoTime();
      round.accept(i);
      micros[i] = (System.nanoTime() - begun) / 1_000;
    }
    Arrays.sort(micros);
    LOG.log(
        System.Logger.Level.INFO,
        String.format(
            Locale.ROOT,
            "%s: p50 %.1f ms, p90 %.1f ms, p99 %.1f ms",
            what,
            micros[ROUNDS / 2] / 1_000.0,
            micros[ROUNDS * 9 / 10] / 1_000.0,
            micros[ROUNDS * 99 / 100] / 1_000.0));
  }
}
