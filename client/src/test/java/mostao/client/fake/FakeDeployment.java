package mostao.client.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import mostao.ao.process.Json;

/**
 * A gateway with all processes behind it, in memory and at once, as far as clients can tell; and
 * with faults, so that it shows whether a client notices them.
 */
public final class FakeDeployment implements AutoCloseable {
  /** Faults of the third message of a session, or before. */
  public enum Fault {
    /** Names and sessions take a few questions until they are there. */
    SLOW,
    /** The gateway is busy once for each item. */
    BUSY,
    NAME_TAKEN,
    MESSAGE_LOST,
    MESSAGE_DOUBLED,
    MESSAGE_CHANGED,
    MESSAGE_REFUSED,
    ORDER_CHANGED,
    NOTICE_LOST,
    ROTATION_REFUSED,
    KEY_LOST,
    /** Every third question with an access token is answered with the first row missing. */
    ROW_MISSING,
    /** Every third question with an access token is one too many. */
    QUOTA
  }

  static {
    // Headers and body of an answer leave in two packets; the second must not wait for the first.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final int THIRD = 3;
  private static final int SLOWNESS = 3;

  private final Set<Fault> faults;
  private final HttpServer server;
  private final FakeProcesses processes;
  private final LyingServer lies;
  private boolean losesAnswers;
  private boolean losesItems;
  private int shown;
  private final Map<String, byte[]> results = new HashMap<>();
  private final Set<String> busyFor = new HashSet<>();
  private final List<byte[]> bodies = new ArrayList<>();

  public FakeDeployment(Fault... faults) throws IOException {
    this.faults = faults.length == 0 ? Set.of() : EnumSet.copyOf(List.of(faults));
    this.processes = new FakeProcesses(this.faults, THIRD, SLOWNESS);
    this.lies = new LyingServer(processes);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on told of each notification: the id of the item that began it. */
  public synchronized void onNotice(Consumer<String> listener) {
    processes.onNotice = listener;
  }

  /** From now on it lies. */
  public synchronized void lie(Lie... all) {
    lies.lie(all);
  }

  /** From now on items are lost on their way. */
  public synchronized void loseItems(boolean lost) {
    losesItems = lost;
  }

  /** From now on items are taken and evaluated, and the answer is lost. */
  public synchronized void loseAnswers(boolean lost) {
    losesAnswers = lost;
  }

  /**
   * Puts a message into a handle's inbox.
   *
   * @param from as the handle's process was told
   * @param signer of the item; empty for the authority
   */
  public synchronized void deliver(
      String handle, String from, Optional<Signer> signer, Tags tags, String data) {
    FakeProcesses.Handle receiver = processes.handles.get(handle);
    VerifiedItem item =
        signer.isPresent()
            ? Draft.empty().to(receiver.pid).tags(tags).data(data).sign(signer.get()).orThrow()
            : processes.signed(tags, receiver.pid, data);
    processes.items.put(item.id(), item);
    FakeProcesses.deliver(receiver, from, item);
  }

  /** As {@link #deliver}, with a row that claims to be by the authority. */
  public synchronized void claim(
      String handle, String from, Signer signer, Tags tags, String data) {
    deliver(handle, from, Optional.of(signer), tags, data);
    ArrayNode inbox = processes.handles.get(handle).inbox;
    ((ObjectNode) inbox.get(inbox.size() - 1)).put("owner", FakeProcesses.AUTHORITY.address());
  }

  /** Everything that was ever sent here. */
  public synchronized String traffic() {
    StringBuilder all = new StringBuilder();
    bodies.forEach(body -> all.append(new String(body, StandardCharsets.UTF_8)).append('\n'));
    return all.toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    bodies.add(body);
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/") && exchange.getRequestMethod().equals("GET")) {
      ObjectNode info = Json.object().put("registry", FakeProcesses.REGISTRY);
      info.put("authority", lies.authority());
      say(exchange, 200, Json.write(info.put("reads", "private").put("version", "fake")));
    } else if (exchange.getRequestMethod().equals("GET") && !path.startsWith("/result/")) {
      show(exchange, path);
    } else if (path.equals("/")) {
      VerifiedItem item = new Verifier().read(body).orThrow();
      if (losesItems || faults.contains(Fault.BUSY) && busyFor.add(item.id())) {
        say(exchange, 503, "{\"error\":\"busy\"}");
        return;
      }
      if (!results.containsKey(item.id())) {
        results.put(item.id(), result(item.targetId(), item.owner(), true, item));
      }
      if (losesAnswers) {
        say(exchange, 503, "{\"error\":\"lost\"}");
        return;
      }
      say(exchange, 202, "{\"message\":\"Processing DataItem\",\"id\":\"" + item.id() + "\"}");
    } else if (path.equals("/access")) {
      // Who holds it says so himself.
      String wallet = new Verifier().read(body).orThrow().owner();
      ObjectNode token = Json.object().put("access_token", wallet).put("wallet", wallet);
      long inAnHour = System.currentTimeMillis() + 3_600_000;
      say(exchange, 200, Json.write(token.put("expires_at", inAnHour)));
    } else if (path.startsWith("/result/")) {
      byte[] result = results.get(path.substring("/result/".length()));
      say(exchange, 200, new String(result, StandardCharsets.UTF_8));
    } else if (exchange.getRequestHeaders().getFirst("Content-Type").contains("octet")) {
      VerifiedItem item = new Verifier().read(body).orThrow();
      boolean timed = item.tags().has("Timestamp");
      byte[] result = result(item.targetId(), timed ? item.owner() : "", false, item);
      say(exchange, 200, new String(result, StandardCharsets.UTF_8));
    } else {
      dryRun(exchange, Json.parse(new String(body, StandardCharsets.UTF_8)).orElseThrow());
    }
  }

  private void dryRun(HttpExchange exchange, JsonNode dryRun) throws IOException {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    String from = header == null ? "" : header.replace("Bearer ", "");
    boolean unlucky = header != null && ++shown % THIRD == 0;
    if (unlucky && faults.contains(Fault.QUOTA)) {
      say(exchange, 429, "{\"error\":\"too many\"}");
      return;
    }
    String action = dryRun.path("Tags").path(0).path("value").asText();
    String data = dryRun.path("Data").asText();
    JsonNode found = evaluate(dryRun.path("Target").asText(), from, action, data, false, "");
    if (unlucky && faults.contains(Fault.ROW_MISSING)) {
      ((ArrayNode) found).remove(0);
    }
    say(exchange, 200, result(action, found));
  }

  private void show(HttpExchange exchange, String path) throws IOException {
    boolean process = path.startsWith("/processes/");
    VerifiedItem item = lies.item(path.substring(path.lastIndexOf('/') + 1));
    if (item == null) {
      say(exchange, 404, "{\"error\":{\"code\":\"NotFound\",\"message\":\"not here\"}}");
      return;
    }
    ObjectNode shown = Json.object().put("signature", Base64Url.encode(item.item().signature()));
    shown.putObject("owner").put("key", Base64Url.encode(item.item().ownerKey()));
    shown.put("target", item.targetId()).putNull("anchor");
    shown.put("data", new String(item.data(), StandardCharsets.UTF_8));
    ArrayNode tags = shown.putArray("tags");
    for (Tag tag : item.tags()) {
      tags.addObject().put("name", tag.name()).put("value", tag.value());
    }
    ObjectNode whole = process ? shown : Json.object();
    say(exchange, 200, Json.write(process ? whole : whole.set("message", shown)));
  }

  private JsonNode evaluate(
      String process, String from, String action, String data, boolean forGood, String message) {
    return lies.about(
        process, action, data, processes.evaluate(process, from, action, data, forGood, message));
  }

  private byte[] result(String process, String from, boolean forGood, VerifiedItem item) {
    String action = item.tags().first("Action").orElse("");
    String data = new String(item.data(), StandardCharsets.UTF_8);
    return result(action, evaluate(process, from, action, data, forGood, item.id()))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String result(String action, JsonNode body) {
    ObjectNode result = Json.object();
    ObjectNode reply = result.putArray("Messages").addObject();
    reply.put("Target", "t").put("Data", Json.write(body)).put("Anchor", "0".repeat(32));
    ArrayNode tags = reply.putArray("Tags");
    List<Tag> list = new ArrayList<>(List.of(new Tag("Action", action + "-Response")));
    if (body.path("status").asText().equals("error")) {
      list.add(new Tag("Error", body.path("code").asText()));
    }
    list.forEach(tag -> tags.addObject().put("name", tag.name()).put("value", tag.value()));
    result.putArray("Spawns");
    result.putArray("Assignments");
    return Json.write(result.put("Output", ""));
  }

  private static void say(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
