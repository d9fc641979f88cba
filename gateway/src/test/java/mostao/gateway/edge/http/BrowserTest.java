package mostao.gateway.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mostao.gateway.fixture.GatewayFixture;
import mostao.gateway.fixture.RawConnection;
import mostao.gateway.fixture.RawConnection.Response;
import mostao.gateway.fixture.TestSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As browsers and careless clients ask: byte by byte, since a client library would tidy it. */
@QuarkusTest
@QuarkusTestResource(TestSystem.class)
class BrowserTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private GatewayFixture gateway;
  private URI base;

  private record Raw(int status, String head, String body) {
    boolean has(String header) {
      return head.toLowerCase(Locale.ROOT).contains("\r\n" + header.toLowerCase(Locale.ROOT));
    }
  }

  @BeforeEach
  void open() {
    gateway = GatewayFixture.open();
    base = gateway.client().request("/").build().uri();
  }

  @Test
  void aPreflightPassesWhereverABrowserMayPost() throws Exception {
    for (String path :
        List.of(
            "/",
            "//",
            "/dry-run",
            "//dry-run?process-id=x",
            "/monitor/x",
            "/graphql",
            "/access",
            "/stream/x",
            "/result/x")) {
      for (String method : List.of("POST", "DELETE", "GET")) {
        Raw raw =
            send(
                "OPTIONS " + path,
                "Origin: https://app.example",
                "Access-Control-Request-Method: " + method,
                "Access-Control-Request-Headers: content-type,accept,authorization");
        String what = method + " " + path + ": " + raw.head();
        assertThat(raw.status()).as(what).isEqualTo(200);
        assertThat(raw.has("access-control-allow-origin: https://app.example")).as(what).isTrue();
        assertThat(raw.has("access-control-allow-methods: ")).as(what).isTrue();
        assertThat(raw.head().toLowerCase(Locale.ROOT))
            .as(what)
            .contains("content-type", "accept", "authorization", method.toLowerCase(Locale.ROOT));
      }
    }
  }

  @Test
  void aBrowserMayReadRefusalsToo() throws Exception {
    for (String path : List.of("/result/x", "/nothing", "//")) {
      Raw raw = send("GET " + path, "Origin: https://app.example");
      assertThat(raw.has("access-control-allow-origin: https://app.example")).as(path).isTrue();
    }
  }

  @Test
  void everyAnswerHasADateThatABrowserMayRead() throws Exception {
    for (String request :
        List.of(
            "GET /",
            "HEAD /",
            "OPTIONS /",
            "GET /nothing",
            "GET /a{b",
            "PUT /",
            "POST /dry-run",
            "GET /graphql?query=%7B__typename%7D",
            "GET /stream/x",
            "GET /q/openapi")) {
      dated(request, send(request, "Origin: https://app.example", "Content-Length: 0"));
    }
    dated("too large", send("POST /", "Content-Length: 99999999", "Origin: https://app.example"));
    String stream = "/stream/" + gateway.registry();
    try (RawConnection client = RawConnection.from("127.0.0.1")) {
      client.send(
          "GET "
              + stream
              + " HTTP/1.1\r\nHost: x\r\nAuthorization: "
              + gateway.operator()
              + "\r\n\r\n");
      Response begun = client.read(false);
      assertThat(begun.status()).isEqualTo(200);
      assertThat(seconds(begun.header("date"))).isLessThan(10);
    }
  }

  private static void dated(String what, Raw raw) {
    Matcher date = Pattern.compile("(?i)\\r\\ndate: ([^\\r]*)\\r\\n").matcher(raw.head());
    assertThat(date.find()).as(what + raw.head()).isTrue();
    assertThat(seconds(date.group(1))).as(what).isLessThan(10);
    assertThat(date.find(date.end() - 2)).as("one date for " + what).isFalse();
    // An invalid URI is refused before CORS; a browser never sends one.
    if (!what.startsWith("OPTIONS") && !what.contains("{")) {
      String exposed = "(?is).*access-control-expose-headers: [^\\r]*\\bdate\\b.*";
      assertThat(raw.head()).as(what).matches(exposed);
    }
  }

  private static long seconds(String date) {
    Instant told = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
    return Duration.between(told, Instant.now()).abs().toSeconds();
  }

  @Test
  void whatIsThereForGetIsThereForHeadWithoutABody() throws Exception {
    for (String path :
        List.of(
            "/",
            "/graphql?query=%7B__typename%7D",
            "/graphql",
            "/result/" + GatewayFixture.newId(),
            "/results/" + GatewayFixture.newId(),
            "/nothing")) {
      Raw get = send("GET " + path);
      Raw head = send("HEAD " + path);
      assertThat(head.status()).as(path).isEqualTo(get.status());
      assertThat(head.body()).as(path).isEmpty();
      assertThat(get.body()).as(path).isNotEmpty();
    }
  }

  @Test
  void doubledSlashesAreOne() throws Exception {
    JsonNode home = MAPPER.readTree(send("GET /").body());
    for (String path : List.of("//", "///", "//?a=b", "/?a=b")) {
      Raw raw = send("GET " + path);
      assertThat(raw.status()).as(path).isEqualTo(200);
      assertThat(MAPPER.readTree(raw.body())).as(path).isEqualTo(home);
    }
    assertThat(send("GET //graphql//?query=%7B__typename%7D").status()).isEqualTo(200);
    Raw post = send("POST //", "Content-Length: 0", "Content-Type: application/octet-stream");
    assertThat(post.status()).isEqualTo(400);
    assertThat(post.body()).contains("InvalidItem");
    Raw question = send("GET //result//" + GatewayFixture.newId());
    assertThat(question.body()).contains("process-id");
  }

  @Test
  void whatIsNoPathIsRefusedWithASentence() throws Exception {
    for (String path : List.of("/a{b", "/%zz", "/a|b", "/result/x?process-id=%")) {
      Raw raw = send("GET " + path);
      assertThat(raw.status()).as(path + raw).isEqualTo(400);
      assertThat(raw.body()).as(path).contains("\"code\":\"InvalidRequest\"");
    }
    assertThat(send("GET //app.example/result/x").body()).contains("NotFound");
    for (String whole : List.of("http://app.example", "http://app.example/", "http://a//?b=//")) {
      assertThat(send("GET " + whole).status()).as(whole).isEqualTo(200);
    }
    assertThat(send("GET http://app.example/result/x").body()).contains("process-id");
  }

  @Test
  void noItemIsEverRedirected() throws Exception {
    for (String path : List.of("/", "//", "/monitor/x/", "/dry-run/", "/graphql/")) {
      Raw raw = send("POST " + path, "Content-Length: 0");
      assertThat(raw.status()).as(path).isBetween(400, 499);
    }
  }

  @Test
  void thereIsNoExplorerUnlessASettingAsksForIt() throws Exception {
    for (String path :
        List.of("/explorer", "/explorer/", "/explorer/app.js", "/explorer/api/system")) {
      Raw raw = send("GET " + path);
      assertThat(raw.status()).as(path).isEqualTo(404);
      assertThat(raw.body()).as(path).contains("NotFound");
    }
  }

  private Raw send(String request, String... headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), base.getPort())) {
      socket.setSoTimeout(20_000);
      StringBuilder text = new StringBuilder(request).append(" HTTP/1.1\r\nHost: localhost\r\n");
      for (String header : headers) {
        text.append(header).append("\r\n");
      }
      text.append("Connection: close\r\n\r\n");
      socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int end = answer.indexOf("\r\n\r\n");
      assertThat(end).as(request + " gave " + answer).isPositive();
      return new Raw(
          Integer.parseInt(answer.substring(9, 12)),
          answer.substring(0, end + 2),
          answer.substring(end + 4));
    }
  }
}
