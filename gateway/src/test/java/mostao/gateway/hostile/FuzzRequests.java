package mostao.gateway.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import mostao.gateway.fixture.GatewayFixture;

/** Makes hostile requests of what the OpenAPI document says there is. For one thread. */
final class FuzzRequests {
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO");
  private static final List<String> TYPES =
      List.of(
          "application/octet-stream",
          "application/json",
          "application/json;charset=utf-16",
          "text/plain",
          "multipart/form-data; boundary=x",
          "application/x-www-form-urlencoded",
          "application/graphql",
          "/",
          ";;;",
          "application/octet-stream; a=\"");

  private record Operation(String method, String path, JsonNode described) {}

  private final Random random;
  private final Mutations mutations;
  private final GatewayFixture gateway;
  private final List<Operation> operations = new ArrayList<>();
  private final List<String> processes;
  private final List<byte[]> items;

  /**
   * @param processes ids that exist
   * @param items well-formed signed items, to be spoilt
   */
  FuzzRequests(
      long seed,
      GatewayFixture gateway,
      JsonNode document,
      List<String> processes,
      List<byte[]> items) {
    this.random = new Random(seed);
    this.mutations = new Mutations(random);
    this.gateway = gateway;
    this.processes = processes;
    this.items = items;
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> each : path.getValue().properties()) {
        String method = each.getKey().toUpperCase(Locale.ROOT);
        operations.add(new Operation(method, path.getKey(), each.getValue()));
      }
    }
  }

  FuzzRequest next() {
    return mutations.chance(4) ? liar() : honest();
  }

  private FuzzRequest honest() {
    Operation operation = mutations.one(operations);
    String method = mutations.chance(85) ? operation.method() : mutations.one(METHODS);
    String target = mutations.chance(90) ? target(operation) : unknown();
    boolean body = mutations.chance(method.equals("POST") ? 97 : 10);
    byte[] bytes = body ? body() : new byte[0];
    List<String> headers = headers();
    if (body && mutations.chance(15)) {
      return new FuzzRequest(
          method, target, headers, List.of("Transfer-Encoding: chunked"), chunked(bytes), true);
    }
    List<String> framing = body ? List.of("Content-Length: " + bytes.length) : List.of();
    return new FuzzRequest(method, target, headers, framing, bytes, true);
  }

  private String target(Operation operation) {
    String path = operation.path();
    StringBuilder query = new StringBuilder();
    for (JsonNode parameter : operation.described().path("parameters")) {
      String name = parameter.path("name").asText();
      String value = mutations.chance(50) ? mutations.one(processes) : mutations.odd();
      path = path.replace("{" + name + "}", encoded(value));
      if (parameter.path("in").asText().equals("query") && mutations.chance(80)) {
        String shown =
            mutations.chance(40) ? parameter.path("example").asText("ASC") : encoded(value);
        query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(shown);
        if (mutations.chance(5)) {
          query.append('&').append(name).append("=again");
        }
      }
    }
    if (mutations.chance(5)) {
      query.append(query.isEmpty() ? '?' : '&').append(encoded(mutations.odd()));
    }
    String whole = mutations.chance(10) ? path.replace("/", "//") : path;
    return (mutations.chance(3) ? whole + "/" : whole) + query;
  }

  private String unknown() {
    StringBuilder path = new StringBuilder();
    for (int parts = 1 + random.nextInt(4); parts > 0; parts--) {
      path.append('/').append(encoded(mutations.odd()));
    }
    return path + (mutations.chance(30) ? "?process-id=" + encoded(mutations.odd()) : "");
  }

  /** The characters that a request line may hold at all. */
  private static String encoded(String value) {
    return value.replaceAll("[^!-~]", "%20").replace("#", "%23");
  }

  private List<String> headers() {
    List<String> headers = new ArrayList<>(List.of("Host: x"));
    maybe(headers, 80, "Content-Type: " + mutations.one(TYPES));
    maybe(headers, 50, "Accept: " + mutations.one(List.of("*/*", "application/json", "x", "/;q")));
    maybe(headers, 15, "Authorization: " + authorization());
    maybe(headers, 10, "Last-Event-ID: " + mutations.odd());
    maybe(headers, 10, "traceparent: 00-" + mutations.odd());
    maybe(headers, 5, "Content-Encoding: gzip");
    maybe(headers, 5, "Origin: " + mutations.one(List.of("null", "https://a.example", "x")));
    maybe(headers, 3, "X-Forwarded-For: " + mutations.odd());
    maybe(headers, 3, "Cookie: " + mutations.odd());
    maybe(headers, 3, "Range: bytes=0-" + mutations.odd());
    maybe(headers, 3, "Access-Control-Request-Method: " + mutations.odd());
    maybe(headers, 2, "Upgrade: h2c");
    return headers;
  }

  private String authorization() {
    return mutations.one(List.of("Bearer ", "bearer", "Basic ", "")) + mutations.odd();
  }

  private void maybe(List<String> headers, int percent, String line) {
    if (mutations.chance(percent)) {
      headers.add(line.replaceAll("[\r\n]", " "));
    }
  }

  private byte[] body() {
    byte[] item = mutations.one(items);
    return switch (random.nextInt(12)) {
      case 0 -> item;
      case 1, 2, 3 -> mutations.bytes(item);
      case 4 -> mutations.bundle(item);
      case 5, 6 -> mutations.json(question());
      case 7, 8 -> mutations.graphql();
      case 9 -> garbage();
      case 10 -> signed();
      default -> question().getBytes(StandardCharsets.UTF_8);
    };
  }

  /** Nothing is wrong with it but what it says. */
  private byte[] signed() {
    String action = mutations.odd();
    String cut = action.substring(0, Math.min(1000, action.length()));
    return GatewayFixture.message(mutations.one(processes), "Action", cut).bytes();
  }

  private String question() {
    return "{\"Id\":\"1234\",\"Target\":\""
        + gateway.registry()
        + "\",\"Owner\":\"1234\",\"Anchor\":\"0\",\"Data\":\"1234\",\"Tags\":[{\"name\":\"Action\","
        + "\"value\":\"Info\"}]}";
  }

  private byte[] garbage() {
    byte[] bytes = new byte[random.nextInt(mutations.chance(2) ? 1_200_000 : 3000)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] chunked(byte[] body) {
    String size = body.length == 0 ? "" : Integer.toHexString(body.length) + "\r\n";
    String end = body.length == 0 ? "0\r\n\r\n" : "\r\n0\r\n\r\n";
    byte[] all = new byte[size.length() + body.length + end.length()];
    System.arraycopy(size.getBytes(StandardCharsets.US_ASCII), 0, all, 0, size.length());
    System.arraycopy(body, 0, all, size.length(), body.length);
    System.arraycopy(
        end.getBytes(StandardCharsets.US_ASCII), 0, all, size.length() + body.length, end.length());
    return all;
  }

  /** A request that lies about where it ends, or is not HTTP. */
  private FuzzRequest liar() {
    byte[] body = body();
    List<String> framing =
        mutations.one(
            List.of(
                List.of("Content-Length: " + (body.length + 1 + random.nextInt(100))),
                List.of("Content-Length: " + random.nextInt(body.length + 1)),
                List.of("Content-Length: -1"),
                List.of("Content-Length: 99999999999999999999"),
                List.of("Content-Length: 0x10"),
                List.of("Content-Length: 3", "Content-Length: 5"),
                List.of("Content-Length: " + body.length, "Transfer-Encoding: chunked"),
                List.of("Transfer-Encoding: chunked"),
                List.of("Transfer-Encoding: gzip, chunked"),
                List.of("Transfer-Encoding: x"),
                List.of("A: " + "x".repeat(20_000)),
                List.of("no colon"),
                List.of(": no name"),
                List.of("A\u0000B: x"),
                List.of(" folded: x"),
                List.of("Expect: 100-continue", "Content-Length: 10")));
    String target = mutations.chance(50) ? "/" : mutations.chance(50) ? "*" : "x y";
    return new FuzzRequest("POST", target, headers(), framing, body, false);
  }
}
