package mostao.messenger.push;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import mostao.ao.ans104.Base64Url;
import mostao.ao.kafka.directory.Deployment;
import mostao.ao.kafka.directory.Directory;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.testkit.infra.Inboxes;
import mostao.ao.testkit.infra.TopicReader;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.DirectoryRecord;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A test's view of a running messenger, and the records it makes for it. */
final class Scene implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Inboxes topics = new Inboxes();
  private final Map<String, TopicReader> readers = new HashMap<>();
  private final Deployment deployment;

  private Scene(Deployment deployment) {
    this.deployment = deployment;
  }

  /** As soon as the messenger has recorded its deployment. */
  static Scene open(Directory directory) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (directory.deployment().isEmpty()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no deployment was recorded in " + DEADLINE);
      }
      Thread.onSpinWait();
    }
    return new Scene(directory.deployment().orElseThrow());
  }

  String registry() {
    return deployment.registry().id();
  }

  String authority() {
    return deployment.authority();
  }

  String module(String name) {
    return deployment.moduleId(name);
  }

  static String newId() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64Url.encode(bytes);
  }

  /** Records a process, as another messenger would. */
  String list(String module) {
    String process = newId();
    write(
        Topics.PROCESSES,
        process,
        Wire.encode(
            new DirectoryRecord(process, module, module(module), authority(), Tags.none())));
    return process;
  }

  void write(String topic, String key, byte[] value) {
    topics.putRaw(topic, key, value);
  }

  /** Publishes a Result as a service would. */
  OutboxRecord publish(String module, String process, String message, Result result) {
    OutboxRecord record =
        new OutboxRecord(
            process, module(module), message, "Act", 5, 1_731_234_567_123L, newId(), 2, result);
    publish(module, record);
    return record;
  }

  void publish(String module, OutboxRecord record) {
    write(Topics.outbox(module), record.process(), Wire.encode(record));
  }

  static Result messages(Result.Outgoing... messages) {
    return new Result(List.of(messages), List.of(), List.of(), "", Optional.empty());
  }

  static Result spawns(Result.Spawn... spawns) {
    return new Result(List.of(), List.of(spawns), List.of(), "", Optional.empty());
  }

  static Result.Outgoing to(String target, String reference) {
    return new Result.Outgoing(
        target,
        "data",
        String.format(Locale.ROOT, "%032d", Math.abs(reference.hashCode())),
        Tags.of("Variant", "ao.TN.1", "Reference", reference));
  }

  /** The items on a module's inbox by now. */
  List<InboxRecord> inbox(String module) {
    return reader(Topics.inbox(module)).toEnd().stream().map(Scene::item).toList();
  }

  /** Records of a topic, as soon as so many match. */
  List<ConsumerRecord<String, byte[]>> await(
      String topic, int count, Predicate<ConsumerRecord<String, byte[]>> matches) {
    return reader(topic).await(count, matches);
  }

  /** The items on a module's inbox as soon as so many have this value of the tag. */
  List<InboxRecord> awaitInbox(String module, int count, String tag, String value) {
    return await(Topics.inbox(module), count, record -> item(record).tags().has(tag, value))
        .stream()
        .map(Scene::item)
        .toList();
  }

  private TopicReader reader(String topic) {
    return readers.computeIfAbsent(topic, TopicReader::of);
  }

  static InboxRecord item(ConsumerRecord<String, byte[]> record) {
    return ((Decoded.Ok<InboxRecord>) Wire.decodeInbox(record.value())).value();
  }

  @Override
  public void close() {
    topics.close();
    readers.values().forEach(TopicReader::close);
  }
}
