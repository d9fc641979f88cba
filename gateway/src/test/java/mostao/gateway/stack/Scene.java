package mostao.gateway.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.DirectoryRecord;
import mostao.ao.wire.Headers;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a test sees of a running gateway, and the things it makes for it. */
public final class Scene {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Client client = new Client();
  private final Log log = Stack.current().log();
  private final JsonNode home;

  private Scene() {
    Condition.await("the gateway is ready", this::ready);
    this.home = client.get("/").json();
  }

  /** A gateway that is ready. */
  public static Scene open() {
    return new Scene();
  }

  public boolean ready() {
    return client.get("/q/health/ready").status() == 200;
  }

  public Client client() {
    return client;
  }

  public Log log() {
    return log;
  }

  public StubUnits units() {
    return Stack.current().units();
  }

  public JsonNode home() {
    return home;
  }

  public String registry() {
    return home.path("registry").asText();
  }

  public String authority() {
    return home.path("authority").asText();
  }

  public String scheduler() {
    return home.path("scheduler").asText();
  }

  public String module(String name) {
    return home.path("modules").path(name).asText();
  }

  /** An id that nobody has. */
  public static String newId() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64Url.encode(bytes);
  }

  public static Signer wallet() {
    return TestWallets.signer(7);
  }

  /** A message that no other is like. */
  public static VerifiedItem message(String target, String... tags) {
    return Draft.empty()
        .to(target)
        .tags(Tags.of("Data-Protocol", "ao", "Variant", "ao.TN.1", "Type", "Message").list())
        .tags(Tags.of(tags).list())
        .tag("Unique", newId())
        .data("data")
        .sign(wallet())
        .orThrow();
  }

  /** Records a process, and what its item says, as another gateway would. */
  public String list(String module, String... tags) {
    String process = newId();
    DirectoryRecord listing =
        new DirectoryRecord(process, module, module(module), authority(), Tags.of(tags));
    log.write(Topics.PROCESSES, process, Wire.encode(listing), Map.of());
    return process;
  }

  /** What a wallet posts for an access token. */
  public VerifiedItem accessItem(Signer wallet, long timestamp) {
    return Draft.empty()
        .to(authority())
        .tags(Tags.of("Data-Protocol", "ao", "Variant", "ao.TN.1", "Type", "Message").list())
        .tags(Tags.of("Action", "Access", "Timestamp", Long.toString(timestamp)).list())
        .data(" ")
        .sign(wallet)
        .orThrow();
  }

  /** A wallet's {@code Authorization} header, from a token the gateway gave. */
  public String bearer(Signer wallet) {
    byte[] item = accessItem(wallet, System.currentTimeMillis()).bytes();
    Client.Reply given =
        client.post("/access", "application/octet-stream", BodyPublishers.ofByteArray(item));
    return "Bearer " + given.json().path("access_token").asText();
  }

  /** Publishes a Result as a service would. */
  public OutboxRecord publish(String module, String process, String message, Result result) {
    OutboxRecord record =
        new OutboxRecord(
            process, module(module), message, "Act", 5, 1_731_234_567_123L, newId(), 2, result);
    publish(module, record);
    return record;
  }

  public void publish(String module, OutboxRecord record) {
    log.write(Topics.outbox(module), record.process(), Wire.encode(record), Headers.of(record));
  }

  public static Result messages(Result.Outgoing... messages) {
    return new Result(List.of(messages), List.of(), List.of(), "", Optional.empty());
  }

  public static Result spawns(Result.Spawn... spawns) {
    return new Result(List.of(), List.of(spawns), List.of(), "", Optional.empty());
  }

  public static Result.Outgoing to(String target, String reference) {
    return new Result.Outgoing(
        target,
        "data",
        "%032d".formatted(Math.abs(reference.hashCode())),
        Tags.of("Variant", "ao.TN.1", "Reference", reference));
  }

  /** The items on a module's inbox. */
  public List<InboxRecord> inbox(String module) {
    return log.all(Topics.inbox(module)).stream().map(Scene::item).toList();
  }

  /** The items on a module's inbox as soon as there are so many with this value of the tag. */
  public List<InboxRecord> awaitInbox(String module, int count, String tag, String value) {
    return log
        .await(Topics.inbox(module), found -> with(found, tag, value).size() >= count)
        .stream()
        .map(Scene::item)
        .filter(item -> item.tags().has(tag, value))
        .toList();
  }

  private static List<InboxRecord> with(
      List<ConsumerRecord<String, byte[]>> found, String tag, String value) {
    return found.stream().map(Scene::item).filter(item -> item.tags().has(tag, value)).toList();
  }

  public static InboxRecord item(ConsumerRecord<String, byte[]> record) {
    return ((Decoded.Ok<InboxRecord>) Wire.decodeInbox(record.value())).value();
  }

  /** How many records there are on every topic that the gateway writes. */
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new java.util.TreeMap<>();
    for (String module : Topics.MODULES) {
      counts.put(Topics.inbox(module), log.all(Topics.inbox(module)).size());
      counts.put(Topics.deadLetters(module), log.all(Topics.deadLetters(module)).size());
    }
    counts.put(Topics.PROCESSES, log.all(Topics.PROCESSES).size());
    return counts;
  }

  public static String header(ConsumerRecord<String, byte[]> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null
        ? ""
        : new String(header.value(), java.nio.charset.StandardCharsets.UTF_8);
  }
}
