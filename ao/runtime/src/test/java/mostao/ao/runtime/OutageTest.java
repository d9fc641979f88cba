package mostao.ao.runtime;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mostao.ao.runtime.counter.CounterActions;
import mostao.ao.testkit.infra.Infra;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The database or the broker is gone for a while: nothing is lost, nothing is done twice. */
@QuarkusTest
@QuarkusTestResource(
    value = Infra.class,
    initArgs = @ResourceArg(name = "module", value = "counter"))
class OutageTest extends CounterCase {
  @Inject KafkaClientService kafka;

  @AfterEach
  void allIsBack() {
    CounterActions.Wait.open.countDown();
    Infra.startDatabase();
    Infra.startBroker();
    awaitReady(200);
  }

  private static int health(String path) {
    return given().get("/q/health/" + path).statusCode();
  }

  private static void awaitReady(int status) {
    await("readiness is " + status, () -> health("ready") == status);
  }

  /** What is away does not make a replica unready, but is told. */
  private static void awaitTold(String awaited) {
    await(
        awaited + " is told",
        () -> given().get("/q/health/ready").asString().contains("waiting for"));
    Response ready = given().get("/q/health/ready");
    assertThat(ready.statusCode()).as(ready.asString()).isEqualTo(200);
  }

  private double rebalances() {
    KafkaConsumer<String, byte[]> consumer = kafka.getConsumer("inbox");
    return consumer.unwrap().metrics().values().stream()
        .filter(metric -> metric.metricName().name().equals("rebalance-total"))
        .mapToDouble(metric -> (Double) metric.metricValue())
        .sum();
  }

  @Test
  void without_the_database_batches_wait_in_the_group() {
    born();
    awaitReady(200);
    double rebalances = rebalances();
    Infra.stopDatabase();
    List<InboxRecord> load = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      load.add(message("Add", "1"));
    }
    inboxes.putAll(MODULE, load);
    awaitTold("the database");
    await("the database is away", () -> health("well") == 503);

    Response read = given().get("/unit/processes/" + pid);
    assertThat(read.statusCode()).isEqualTo(503);
    assertThat(read.header("Retry-After")).isNotEmpty();
    assertThat(read.asString()).contains("DatabaseUnavailable");
    // Longer than max.poll.interval.ms of this test: who did not poll would be put out.
    long until = System.nanoTime() + Duration.ofSeconds(8).toNanos();
    await("the outage has lasted", () -> System.nanoTime() > until);
    assertThat(health("live")).isEqualTo(200);

    Infra.startDatabase();
    OutboxRecord last = outbox.awaitResult(pid, load.get(49).id());
    assertThat(reply(last)).isEqualTo("{\"total\":50}");
    assertThat(outbox.results(pid)).hasSize(51);
    awaitReady(200);
    assertThat(rebalances()).isEqualTo(rebalances);
  }

  @Test
  void without_the_broker_results_wait_and_come_as_they_were_stored() throws Exception {
    born();
    InboxRecord waiting = message("Wait", "");
    CounterActions.Wait.entered = new CountDownLatch(1);
    CounterActions.Wait.open = new CountDownLatch(1);
    inboxes.put(MODULE, waiting);
    assertThat(CounterActions.Wait.entered.await(30, TimeUnit.SECONDS)).isTrue();
    Infra.stopBroker();
    CounterActions.Wait.open.countDown();
    awaitTold("the broker");
    assertThat(health("live")).isEqualTo(200);
    await(
        "the evaluation is kept before it is published",
        () ->
            given().get("/unit/processes/" + pid + "/results/" + waiting.id()).statusCode() == 200);

    Infra.startBroker();
    assertThat(reply(outbox.awaitResult(pid, waiting.id()))).isEqualTo("{\"total\":1}");
    OutboxRecord after = ask("Add", "1");
    assertThat(reply(after)).isEqualTo("{\"total\":2}");
    assertThat(after.nonce()).isEqualTo(2);
    awaitReady(200);
  }
}
