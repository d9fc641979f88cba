package mostao.gateway.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import mostao.ao.unit.UnitError;

/** The REST of all units: what a test said is at a path, else 404. */
public final class StubUnits {
  /** What a unit was asked. */
  public record Asked(String method, String path, String query, String body) {}

  private record Canned(int status, String body) {}

  private static final String NOTHING =
      UnitError.notEvaluatedAnywhere("asked for").json().toString();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Canned> answers = new ConcurrentHashMap<>();
  private final Map<String, UnaryOperator<String>> byQueries = new ConcurrentHashMap<>();
  private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();

  private StubUnits(HttpServer server) {
    this.server = server;
  }

  static StubUnits start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    StubUnits units = new StubUnits(server);
    server.createContext("/", units::handle);
    server.setExecutor(units.threads);
    server.start();
    return units;
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on this is at the path, whatever the query. */
  public void put(String path, int status, String body) {
    answers.put(path, new Canned(status, body));
  }

  /** From now on this is at the path for each query; null for nothing. */
  public void put(String path, UnaryOperator<String> byQuery) {
    byQueries.put(path, byQuery);
  }

  public void remove(String path) {
    answers.remove(path);
    byQueries.remove(path);
  }

  /** What was asked at this path, in order. */
  public List<Asked> asked(String path) {
    return asked.stream().filter(one -> one.path().equals(path)).toList();
  }

  /** Forgets what was asked so far. */
  public void forget() {
    asked.clear();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath();
    asked.add(
        new Asked(exchange.getRequestMethod(), path, exchange.getRequestURI().getQuery(), body));
    UnaryOperator<String> byQuery = byQueries.get(path);
    String found = byQuery == null ? null : byQuery.apply(exchange.getRequestURI().getQuery());
    Canned canned =
        found != null
            ? new Canned(200, found)
            : answers.getOrDefault(path, new Canned(404, NOTHING));
    byte[] bytes = canned.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(canned.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }
}
