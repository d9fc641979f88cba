package mostao.gateway.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import mostao.ao.ans104.Signer;
import mostao.ao.message.Result;
import mostao.gateway.fixture.Client.Reply;
import mostao.gateway.fixture.Condition;
import mostao.gateway.fixture.EventStreamClient;
import mostao.gateway.fixture.GatewayFixture;
import mostao.gateway.fixture.RawConnection;
import mostao.gateway.fixture.RawConnection.Response;
import mostao.gateway.fixture.TestSystem;
import mostao.gateway.fixture.TestWallets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One greedy address beside an ordinary client, where places are few and none has a limit of its
 * own; a query that would cost much; and a disk that is full. A greedy /64 is the same to the
 * classes that count, see their tests: loopback has none.
 */
@QuarkusTest
@QuarkusTestResource(
    value = TestSystem.class,
    initArgs = {
      @ResourceArg(name = "mostao.limits.connections", value = "30"),
      @ResourceArg(name = "mostao.limits.address.connections", value = "0"),
      @ResourceArg(name = "mostao.limits.address.waiting", value = "0"),
      @ResourceArg(name = "mostao.stream.streams", value = "5"),
      @ResourceArg(name = "mostao.stream.per-address", value = "0"),
      @ResourceArg(name = "mostao.stream.per-wallet", value = "0"),
      @ResourceArg(name = "mostao.result.waiters", value = "5"),
      @ResourceArg(name = "mostao.result.wait", value = "60s"),
      @ResourceArg(name = "mostao.disk.free", value = "9000000000000000"),
      @ResourceArg(name = "mostao.disk.check", value = "200ms")
    },
    restrictToAnnotatedClass = true)
class GreedyTest {
  private static final String GREEDY = "127.0.5.1";
  private static final String ORDINARY = "127.0.5.2";
  private static final Signer ALICE = TestWallets.signer(41);

  @Inject MeterRegistry meters;
  private final List<RawConnection> greedy = new ArrayList<>();
  private GatewayFixture gateway;

  @BeforeEach
  void open() {
    gateway = GatewayFixture.open();
  }

  private void close() {
    greedy.forEach(RawConnection::close);
  }

  @Test
  void whoHasMostConnectionsMakesRoom() throws IOException {
    for (int i = 0; i < 30; i++) {
      greedy.add(RawConnection.from(GREEDY));
    }
    for (int i = 0; i < 3; i++) {
      try (RawConnection ordinary = RawConnection.from(ORDINARY)) {
        assertThat(ordinary.get("/").status()).isEqualTo(200);
      }
    }
    assertThat(greedy.get(0).drained()).as("the oldest is closed").isTrue();
    assertThat(meters.counter("mostao.limits.refused", "kind", "connections").count()).isPositive();
    // Operators are not among them.
    assertThat(gateway.ready()).isTrue();
    close();
  }

  @Test
  void whoHasMostStreamsMakesRoom() throws IOException {
    String request =
        "GET /stream/"
            + ALICE.address()
            + " HTTP/1.1\r\nHost: x\r\nAuthorization: "
            + gateway.bearer(ALICE)
            + "\r\n\r\n";
    List<EventStreamClient> streams = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      streams.add(
          EventStreamClient.open(
              "/stream/" + ALICE.address(), "Authorization", gateway.bearer(ALICE)));
      assertThat(streams.get(i).response().statusCode()).isEqualTo(200);
    }
    try (RawConnection ordinary = RawConnection.from(ORDINARY)) {
      assertThat(ordinary.send(request).read(false).status()).isEqualTo(200);
      EventStreamClient.ReceivedEvent end = streams.get(0).await(1).get(0);
      assertThat(end.name()).isEqualTo("end");
      assertThat(end.data()).contains("\"Overloaded\"").contains("Last-Event-ID");
      Condition.await("it is over", streams.get(0)::over);
      assertThat(streams.get(1).events()).isEmpty();
    }
    streams.forEach(EventStreamClient::close);
  }

  @Test
  void whoWaitsMostMakesRoom() throws IOException {
    String process = gateway.list("handle");
    for (int i = 0; i < 5; i++) {
      RawConnection one = RawConnection.from(GREEDY);
      String never = GatewayFixture.newId();
      one.send("GET /result/" + never + "?process-id=" + process + " HTTP/1.1\r\nHost: x\r\n\r\n");
      greedy.add(one);
      // It has its place before the unit is asked.
      String path = "/unit/processes/" + process + "/results/" + never;
      Condition.await("it waits", () -> !gateway.units().asked(path).isEmpty());
    }
    String message = GatewayFixture.newId();
    try (RawConnection ordinary = RawConnection.from(ORDINARY)) {
      ordinary.send(
          "GET /result/" + message + "?process-id=" + process + " HTTP/1.1\r\nHost: x\r\n\r\n");
      Response out = greedy.get(0).read(false);
      assertThat(out.status()).isEqualTo(503);
      assertThat(out.json().path("code").asText()).isEqualTo("Overloaded");
      assertThat(out.header("retry-after")).isNotEmpty();
      gateway.publish("handle", process, message, Result.said("here"));
      assertThat(ordinary.read(false).json().path("Output").asText()).isEqualTo("here");
    }
    close();
  }

  /** 140 aliases in less than 10 kB made 420 questions to units. */
  @Test
  void aQueryThatWouldAskTheUnitsHundredsOfTimesIsRefusedAndAsksNone() {
    StringBuilder query = new StringBuilder("{");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 140; i++) {
      ids.add(GatewayFixture.newId());
      query
          .append(" a")
          .append(i)
          .append(":transaction(id:\"")
          .append(ids.get(i))
          .append("\"){id}");
    }
    Reply refused = graphql(query.append("}").toString());
    assertThat(query.length()).isBetween(9_000, 10_500);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("code").asText()).isEqualTo("TooCostly");
    assertThat(refused.json().path("error").asText()).contains("420");
    assertThat(asked(ids)).isZero();
    Reply modest = graphql(query.substring(0, query.indexOf(" a20:")) + "}");
    assertThat(modest.status()).as(modest.json().toString()).isEqualTo(200);
    assertThat(asked(ids)).isEqualTo(60);
  }

  private long asked(List<String> ids) {
    return ids.stream().mapToLong(id -> gateway.units().asked("/unit/messages/" + id).size()).sum();
  }

  private Reply graphql(String query) {
    String body = new ObjectMapper().createObjectNode().put("query", query).toString();
    return gateway
        .client()
        .send(gateway.client().request("/graphql").POST(BodyPublishers.ofString(body)));
  }

  @Test
  void aFullDiskTakesNothingNewAndReadsGoOn() {
    byte[] item = GatewayFixture.message(gateway.registry()).bytes();
    Condition.await("it is refused", () -> gateway.client().post(item).status() == 503);
    Reply refused = gateway.client().post(item);
    assertThat(refused.json().path("code").asText()).isEqualTo("DiskFull");
    assertThat(refused.json().path("error").asText()).contains("bytes left");
    assertThat(refused.header("retry-after")).isEqualTo("30");
    assertThat(gateway.client().get("/").status()).isEqualTo(200);
    assertThat(gateway.ready()).isTrue();
  }
}
