package mostao.gateway.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import mostao.gateway.fixture.Client.Reply;
import mostao.gateway.fixture.Condition;
import mostao.gateway.fixture.GatewayFixture;
import mostao.gateway.fixture.RawConnection;
import mostao.gateway.fixture.RawConnection.Response;
import mostao.gateway.fixture.TestSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestSystem.class)
@TestProfile(TightLimits.class)
class LimitsTest {
  @Inject MeterRegistry meters;
  private GatewayFixture gateway;

  @BeforeEach
  void open() {
    gateway = GatewayFixture.open();
  }

  @Test
  void anAddressThatAsksTooOftenIsToldWhenToComeBackAndOthersAreNot() throws Exception {
    try (RawConnection client = RawConnection.from("127.0.0.9")) {
      Response last = client.get("/");
      for (int i = 0; i < 5000 && last.status() == 200; i++) {
        last = client.get("/");
      }
      refused(429, "TooMany", last);
      assertThat(Integer.parseInt(last.header("retry-after"))).isGreaterThanOrEqualTo(1);
      assertThat(last.json().path("error").asText()).contains("127.0.0.9");
      // The same connection goes on, also with an unread body.
      client.send("POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc").read(false);
      assertThat(client.get("/").status()).isIn(200, 429);
    }
    try (RawConnection other = RawConnection.from("127.0.0.10")) {
      assertThat(other.get("/").status()).isEqualTo(200);
    }
    assertThat(meters.counter("mostao.limits.refused", "kind", "read").count()).isPositive();
  }

  @Test
  void aBodyThatComesBehindItsRefusalIsNotTheBeginningOfARequest() throws Exception {
    try (RawConnection client = refusedBeforeItsBody()) {
      client.send("abc");
      try (RawConnection silent = RawConnection.from("127.0.0.22")) {
        assertThat(silent.drained()).as("closed, as it did not finish its headers").isTrue();
      }
      assertThat(client.get("/").status()).as("after as long").isIn(200, 429);
    }
  }

  /** If a moment passes first, there is room for it again, and its body is waited for in vain. */
  private static RawConnection refusedBeforeItsBody() throws Exception {
    for (int attempt = 0; attempt < 20; attempt++) {
      RawConnection client = RawConnection.from("127.0.0.21");
      Response last = client.get("/");
      for (int i = 0; i < 5000 && last.status() == 200; i++) {
        last = client.get("/");
      }
      client.send("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n");
      Response answer = client.read(false);
      if (answer.status() != 408) {
        refused(429, "TooMany", answer);
        return client;
      }
      client.close();
    }
    throw new AssertionError("there was room for each of 20 requests behind a refusal");
  }

  @Test
  void aForwardedAddressCountsForNothingUnlessAProxyIsTrusted() throws Exception {
    try (RawConnection client = RawConnection.from("127.0.0.11")) {
      Response last = client.get("/");
      for (int i = 0; i < 5000 && last.status() == 200; i++) {
        last =
            client
                .send(
                    "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2." + i % 250 + "\r\n\r\n")
                .read(false);
      }
      refused(429, "TooMany", last);
    }
  }

  @Test
  void aWalletWithTooManyItemsIsRefusedButNotForTheSameItem() {
    byte[] first = GatewayFixture.message(gateway.registry()).bytes();
    assertThat(gateway.client().post(first).status()).isEqualTo(202);
    Reply last = gateway.client().post(first);
    for (int i = 0; i < 100 && last.status() == 202; i++) {
      last = gateway.client().post(GatewayFixture.message(gateway.registry()).bytes());
    }
    assertThat(last.status()).isEqualTo(429);
    assertThat(last.json().path("code").asText()).isEqualTo("TooMany");
    assertThat(last.header("retry-after")).isEqualTo("1");
    assertThat(gateway.client().post(first).status()).isEqualTo(202);
  }

  @Test
  void anAddressHasSoManyPlacesToWaitAndGetsThemBackWhenItGoes() throws Exception {
    String path = "/result/" + GatewayFixture.newId() + "?process-id=" + gateway.list("handle");
    List<RawConnection> waiting = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      waiting.add(RawConnection.from("127.0.0." + (i < 20 ? 12 : 13)));
      waiting.get(i).send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    Condition.await("40 wait", () -> waiting() == 40);
    try (RawConnection more = RawConnection.from("127.0.0.12")) {
      Response refused = more.get(path);
      refused(429, "TooMany", refused);
      assertThat(refused.header("retry-after")).isEqualTo("1");
    }
    waiting.forEach(RawConnection::close);
    Condition.await("nobody waits", () -> waiting() == 0);
  }

  private double waiting() {
    return meters.get("mostao.result.waiting").gauge().value();
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedBeforeItComesAndWhileItComes() throws Exception {
    try (RawConnection client = RawConnection.from("127.0.0.14")) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1056769\r\n\r\n");
      Response declared = client.read(false);
      refused(413, "TooLarge", declared);
      assertThat(declared.json().path("error").asText()).contains("1056769");
      assertThat(client.drained()).as("closed").isTrue();
    }
    try (RawConnection client = RawConnection.from("127.0.0.14")) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (int i = 0; i < 17; i++) {
        client.send("10000\r\n").send(new byte[0x10000]).send("\r\n");
      }
      refused(413, "TooLarge", client.read(false));
      assertThat(client.drained()).as("closed").isTrue();
    }
    try (RawConnection client = RawConnection.from("127.0.0.14")) {
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9999999\r\n\r\n");
      refused(413, "TooLarge", client.read(false));
    }
    try (RawConnection client = RawConnection.from("127.0.0.14")) {
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
      client.send("abc");
      refused(400, "InvalidItem", client.read(false));
    }
  }

  @Test
  void aBodyMustBeThereInTimeWhateverTricklesIn() throws Exception {
    try (RawConnection client = RawConnection.from("127.0.0.15")) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc");
      Response late = client.read(false);
      refused(408, "TooSlow", late);
      assertThat(late.json().path("error").asText()).contains("3 bytes");
      assertThat(client.drained()).as("closed").isTrue();
    }
  }

  @Test
  void anAddressMayHoldBackSoManyBytesOfBodies() throws Exception {
    List<RawConnection> held = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      held.add(RawConnection.from("127.0.0.16"));
      held.get(i).send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");
      held.get(i).send(new byte[999_999]);
    }
    List<Integer> statuses = new ArrayList<>();
    for (RawConnection client : held) {
      statuses.add(client.read(false).status());
      client.close();
    }
    assertThat(statuses).contains(429).containsOnly(429, 408);
    Condition.await(
        "the bytes are given back",
        () -> meters.get("mostao.http.body.bytes").gauge().value() == 0);
  }

  /** The bodies that fill the room are late soon, so it may take more than one try. */
  @Test
  void whoHoldsMostMakesRoomForWhoHoldsLess() throws Exception {
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 20 && answers.stream().noneMatch(text -> text.contains("most of")); i++) {
      List<RawConnection> greedy = new ArrayList<>();
      for (int body = 0; body < 20; body++) {
        RawConnection client = RawConnection.from("127.0.3." + (1 + body / 4));
        greedy.add(client);
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");
        client.send(new byte[950_000]);
      }
      try (RawConnection modest = RawConnection.from("127.0.3.9")) {
        modest.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n");
        modest.send(new byte[200_000]);
        refused(400, "InvalidItem", modest.read(false));
      }
      for (RawConnection client : greedy) {
        Response answer = client.read(false);
        assertThat(answer.status()).isIn(408, 503);
        answers.add(answer.text());
        client.close();
      }
    }
    assertThat(answers)
        .anyMatch(text -> text.matches(".*address 127\\.0\\.3\\.[1-5] has most of them.*"));
    Condition.await(
        "the bytes are given back",
        () -> meters.get("mostao.http.body.bytes").gauge().value() == 0);
  }

  @Test
  void anAddressHasSoManyConnections() throws Exception {
    List<RawConnection> open = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      open.add(RawConnection.from("127.0.0.17"));
      assertThat(open.get(i).get("/").status()).isIn(200, 429);
    }
    RawConnection more = RawConnection.from("127.0.0.17");
    assertThat(more.drained()).as("closed").isTrue();
    open.get(0).close();
    Condition.await("one may come for one that went", LimitsTest::mayCome);
    open.forEach(RawConnection::close);
    more.close();
  }

  private static boolean mayCome() {
    try (RawConnection client = RawConnection.from("127.0.0.17")) {
      return client.get("/").status() > 0;
    } catch (IOException closed) {
      return false;
    }
  }

  @Test
  void headersMustBeThereInTimeForTheFirstRequestAndForTheNext() throws Exception {
    try (RawConnection client = RawConnection.from("127.0.0.18")) {
      assertThat(client.drained()).as("a silent one is closed").isTrue();
    }
    try (RawConnection client = RawConnection.from("127.0.0.18")) {
      assertThat(client.get("/").status()).isEqualTo(200);
      assertThat(client.get("/su/health").status()).isEqualTo(200);
      assertThat(client.get("/nothing/here").status()).isEqualTo(404);
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
      assertThat(client.read(false).status()).isEqualTo(400);
      client.send("GET / HTTP/1.1\r\nHost");
      assertThatThrownBy(() -> client.read(false)).isInstanceOf(EOFException.class);
    }
    assertThat(meters.counter("mostao.limits.refused", "kind", "header_timeout").count())
        .isGreaterThanOrEqualTo(2);
  }

  @Test
  void headersAndPathsHaveALength() throws Exception {
    try (RawConnection client = RawConnection.from("127.0.0.19")) {
      client.send("GET /" + "x".repeat(9000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
      Response refused = client.read(false);
      assertThat(refused.status()).isEqualTo(414);
      assertThat(refused.header("date")).isNotEmpty();
    }
    try (RawConnection client = RawConnection.from("127.0.0.19")) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\nA: " + "x".repeat(17_000) + "\r\n\r\n");
      Response refused = client.read(false);
      assertThat(refused.status()).isEqualTo(431);
      assertThat(refused.header("date")).isNotEmpty();
    }
  }

  @Test
  void thePageThatSendsRequestsCanBeSwitchedOnAtRunTime() throws Exception {
    try (RawConnection client = RawConnection.from("127.0.0.20")) {
      Response page = client.get("/q/swagger-ui/");
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.header("content-type")).contains("html");
    }
  }

  private static void refused(int status, String code, Response response) {
    assertThat(response.header("date")).as("a client sets its clock by it").isNotEmpty();
    assertThat(response.status()).as(response.text()).isEqualTo(status);
    assertThat(response.json().path("code").asText()).isEqualTo(code);
    assertThat(response.json().path("error").asText()).isNotEmpty();
    assertThat(response.header("content-type")).startsWith("application/json");
  }
}
