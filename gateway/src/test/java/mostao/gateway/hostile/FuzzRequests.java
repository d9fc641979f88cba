package mostao.gateway.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
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

  private record Operation(String method, String path, JsonNode described) {
    String name() {
      return method + " " + path;
    }
  }

  private final Random random;
  private final Mutations mutations;
  private final FuzzedSystem system;
  private final List<Operation> operations = new ArrayList<>();
  private final List<String> processes;
  private final List<String> ids;

  /** Well-formed signed items, to be spoilt. */
  private final List<byte[]> items;

  FuzzRequests(long seed, FuzzedSystem system, JsonNode document) {
    this.random = new Random(seed);
    this.mutations = new Mutations(random);
    this.system = system;
    this.processes = system.processes();
    this.ids = system.otherIds();
    this.items = system.items();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> each : path.getValue().properties()) {
        String method = each.getKey().toUpperCase(Locale.ROOT);
        operations.add(new Operation(method, path.getKey(), each.getValue()));
      }
    }
  }

  /** What the OpenAPI document has. */
  List<String> operations() {
    return operations.stream().map(Operation::name).toList();
  }

  FuzzRequest next() {
    return mutations.chance(4) ? liar() : honest();
  }

  private FuzzRequest honest() {
    Operation operation = mutations.one(operations);
    String method = mutations.chance(85) ? operation.method() : mutations.one(METHODS);
    boolean known = mutations.chance(90);
    String process = mutations.one(processes);
    String target = known ? target(operation, process) : unknown();
    boolean takes = method.equals("POST") || operation.described().has("requestBody");
    boolean body = mutations.chance(takes ? 97 : 10);
    byte[] bytes = body ? body(operation, process) : new byte[0];
    List<String> headers = headers(type(operation));
    String name = known && method.equals(operation.method()) ? operation.name() : "";
    if (body && mutations.chance(15)) {
      return new FuzzRequest(
          name,
          method,
          target,
          headers,
          List.of("Transfer-Encoding: chunked"),
          chunked(bytes),
          true);
    }
    List<String> framing = body ? List.of("Content-Length: " + bytes.length) : List.of();
    return new FuzzRequest(name, method, target, headers, framing, bytes, true);
  }

  private String target(Operation operation, String process) {
    String path = operation.path();
    StringBuilder query = new StringBuilder();
    // An item is posted without; with a query the same request means something else.
    int told = mutations.chance(40) ? 0 : 80;
    for (JsonNode parameter : operation.described().path("parameters")) {
      String name = parameter.path("name").asText();
      String value = value(name, process);
      path = path.replace("{" + name + "}", encoded(value));
      if (parameter.path("in").asText().equals("query") && mutations.chance(told)) {
        String shown = mutations.chance(40) ? parameter.path("example").asText("ASC") : value;
        shown =
            mutations.chance(70)
                ? URLEncoder.encode(shown, StandardCharsets.UTF_8)
                : encoded(shown);
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

  private String value(String name, String process) {
    if (mutations.chance(50)) {
      return process;
    }
    if (name.equals("query") && mutations.chance(80)) {
      return mutations.query();
    }
    return mutations.chance(30) ? mutations.one(ids) : mutations.odd();
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

  /** What an operation takes, as the document says. */
  private static String type(Operation operation) {
    var types = operation.described().path("requestBody").path("content").fieldNames();
    return types.hasNext() ? types.next() : "application/octet-stream";
  }

  private List<String> headers(String right) {
    List<String> headers = new ArrayList<>(List.of("Host: x"));
    maybe(headers, 85, "Content-Type: " + (mutations.chance(60) ? right : mutations.one(TYPES)));
    String accept = mutations.chance(60) ? "*/*" : mutations.one(List.of("x", "/;q", "text/*"));
    maybe(headers, 50, "Accept: " + accept);
    maybe(headers, 40, "Authorization: " + authorization());
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
    String token = mutations.one(system.tokens());
    if (mutations.chance(60)) {
      return token;
    }
    if (mutations.chance(50)) {
      byte[] spoilt = mutations.bytes(token.getBytes(StandardCharsets.ISO_8859_1));
      // What is no header at all is answered without a word.
      return new String(spoilt, StandardCharsets.ISO_8859_1).replaceAll("\\p{Cntrl}", "0");
    }
    return mutations.one(List.of("Bearer ", "bearer", "Basic ", "")) + mutations.odd();
  }

  private void maybe(List<String> headers, int percent, String line) {
    if (mutations.chance(percent)) {
      headers.add(line.replaceAll("[\r\n]", " "));
    }
  }

  private byte[] body(Operation operation, String process) {
    return mutations.chance(25) ? system.fitting(operation.path(), process) : body();
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
      case 10 -> mutations.chance(50) ? signed() : access();
      default -> question().getBytes(StandardCharsets.UTF_8);
    };
  }

  /** Nothing is wrong with it but what it says. */
  private byte[] signed() {
    String action = mutations.odd();
    String cut = action.substring(0, Math.min(1000, action.length()));
    return GatewayFixture.message(mutations.one(processes), "Action", cut).bytes();
  }

  /** For a time that may be wrong. */
  private byte[] access() {
    long off = mutations.chance(30) ? 0 : random.nextLong();
    return system.access(System.currentTimeMillis() + off);
  }

  private String question() {
    return "{\"Id\":\"1234\",\"Target\":\""
        + processes.get(0)
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
    return new FuzzRequest(
        "", "POST", target, headers("application/octet-stream"), framing, body, false);
  }
}
