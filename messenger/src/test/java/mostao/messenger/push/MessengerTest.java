package mostao.messenger.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mostao.ao.kafka.directory.Directory;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.testkit.infra.Infra;
import mostao.ao.testkit.infra.TopicReader;
import mostao.ao.wire.Headers;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import mostao.messenger.authority.TestAuthority;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = MessengerStack.class, restrictToAnnotatedClass = true)
class MessengerTest {
  @Inject Directory directory;
  @Inject OutboxOffsets offsets;
  @Inject MeterRegistry meters;

  private Scene scene;

  @BeforeEach
  void open() {
    scene = Scene.open(directory);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aMessageReachesTheInboxOfItsTarget() {
    String handle = scene.list("handle");
    String session = scene.list("session");
    String reference = Scene.newId();
    OutboxRecord record =
        scene.publish(
            "handle",
            handle,
            Scene.newId(),
            Scene.messages(Scene.to(Scene.newId(), "for a wallet"), Scene.to(session, reference)));
    InboxRecord pushed = scene.awaitInbox("session", 1, "Reference", reference).get(0);
    assertThat(pushed.from()).isEqualTo(handle);
    assertThat(pushed.owner()).isEqualTo(scene.authority());
    assertThat(pushed.target()).isEqualTo(session);
    assertThat(pushed.tags())
        .isEqualTo(
            Tags.of(
                "Variant",
                "ao.TN.1",
                "Reference",
                reference,
                "Data-Protocol",
                "ao",
                "Type",
                "Message",
                "From-Process",
                handle,
                "From-Module",
                scene.module("handle"),
                "Pushed-For",
                record.pushedFor(),
                "Push-Depth",
                "3"));
    assertThat(
            List.of("registry", "handle", "session").stream()
                .flatMap(module -> scene.inbox(module).stream())
                .filter(item -> item.tags().has("Reference", "for a wallet")))
        .isEmpty();
  }

  /** Most of the partitions have no record. */
  @Test
  void everyPartitionHasACommittedOffset() throws Exception {
    Set<TopicPartition> all = new HashSet<>();
    for (String module : Topics.MODULES) {
      String outbox = Topics.outbox(module);
      for (int i = 0; i < Topics.definition(outbox).partitions(); i++) {
        all.add(new TopicPartition(outbox, i));
      }
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", Infra.bootstrapServers()))) {
      Set<TopicPartition> committed = Set.of();
      for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
          !committed.equals(all) && System.nanoTime() < end; ) {
        committed =
            admin
                .listConsumerGroupOffsets(Messenger.GROUP)
                .partitionsToOffsetAndMetadata()
                .get(20, TimeUnit.SECONDS)
                .keySet();
      }
      assertThat(committed).isEqualTo(all);
    }
  }

  @Test
  void whatIsDeletedUnderAMessengerThatFallsBehindIsCounted() throws Exception {
    String handle = scene.list("handle");
    String session = scene.list("session");
    String reference = Scene.newId();
    send(handle, session, reference + " before");
    scene.awaitInbox("session", 1, "Reference", reference + " before");
    assertThat(lost()).isZero();

    CountDownLatch behind = new CountDownLatch(1);
    CountDownLatch again = new CountDownLatch(1);
    offsets.beforeTheNextPoll(
        () -> {
          behind.countDown();
          await(again);
        });
    try {
      assertThat(behind.await(30, TimeUnit.SECONDS)).isTrue();
      // What is fetched already may have the first of these.
      for (int i = 0; i < 4; i++) {
        send(handle, session, reference + " " + i);
      }
      ConsumerRecord<String, byte[]> last =
          scene.await(Topics.outbox("handle"), 5, record -> handle.equals(record.key())).get(4);
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", Infra.bootstrapServers()))) {
        admin
            .deleteRecords(
                Map.of(
                    new TopicPartition(last.topic(), last.partition()),
                    RecordsToDelete.beforeOffset(last.offset())))
            .all()
            .get(20, TimeUnit.SECONDS);
      }
    } finally {
      again.countDown();
    }
    scene.awaitInbox("session", 1, "Reference", reference + " 3");
    assertThat(lost()).isBetween(1.0, 3.0);
  }

  private void send(String handle, String session, String reference) {
    scene.publish("handle", handle, Scene.newId(), Scene.messages(Scene.to(session, reference)));
  }

  private double lost() {
    return meters.counter("mostao.messenger.lost").count();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void theSameRecordTwiceGivesTheSameIds() {
    String handle = scene.list("handle");
    String reference = Scene.newId();
    OutboxRecord record =
        scene.publish(
            "handle", handle, Scene.newId(), Scene.messages(Scene.to(scene.registry(), reference)));
    scene.publish("handle", record);
    List<InboxRecord> pushed = scene.awaitInbox("registry", 2, "Reference", reference);
    assertThat(pushed).hasSize(2);
    assertThat(pushed.get(0)).isEqualTo(pushed.get(1));
  }

  @Test
  void aSpawnedProcessIsBornListedAndAnnouncedInThatOrder() {
    String reference = Scene.newId();
    scene.publish(
        "registry",
        scene.registry(),
        Scene.newId(),
        Scene.spawns(
            new Result.Spawn(
                "{\"bio\":\"x\"}",
                String.format(Locale.ROOT, "%032d", 1),
                Tags.of("Module", "handle", "Reference", reference, "Handle-Name", "alice"))));
    InboxRecord birth = scene.awaitInbox("handle", 1, "Reference", reference).get(0);
    InboxRecord told = scene.awaitInbox("registry", 1, "Reference", reference).get(0);
    assertThat(birth.target()).isEqualTo(birth.id());
    assertThat(birth.tags().first("Type")).contains("Process");
    assertThat(birth.tags().first("Module")).contains(scene.module("handle"));
    assertThat(told.from()).isEqualTo(scene.registry());
    assertThat(told.tags().first("Action")).contains("Spawned");
    assertThat(told.tags().first("Process")).contains(birth.id());
    ConsumerRecord<String, byte[]> listing =
        scene.await("ao.processes", 1, record -> birth.id().equals(record.key())).get(0);
    assertThat(time("ao.handle.inbox", birth)).isLessThanOrEqualTo(listing.timestamp());
    assertThat(listing.timestamp()).isLessThanOrEqualTo(time("ao.registry.inbox", told));
    assertThat(birth.tags().first("Scheduler")).contains(TestAuthority.SCHEDULER);
  }

  private long time(String topic, InboxRecord item) {
    return scene
        .await(topic, 1, record -> Scene.item(record).id().equals(item.id()))
        .get(0)
        .timestamp();
  }

  @Test
  void messagesFromOneProcessToAnotherKeepTheirOrder() {
    String handle = scene.list("handle");
    String session = scene.list("session");
    String mark = Scene.newId();
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      sent.add("r" + i);
      Result.Outgoing message =
          new Result.Outgoing(
              session,
              "d",
              String.format(Locale.ROOT, "%032d", i),
              Tags.of("Reference", "r" + i, "Mark", mark));
      scene.publish("handle", handle, Scene.newId(), Scene.messages(message));
    }
    assertThat(scene.awaitInbox("session", 300, "Mark", mark))
        .extracting(item -> item.tags().first("Reference").orElse(""))
        .isEqualTo(sent);
  }

  @Test
  void garbageAndForgeriesBecomeDeadLettersAndTheRestGoesOn() {
    String handle = scene.list("handle");
    String reference = Scene.newId();
    String garbage = "garbage " + reference;
    scene.write("ao.session.outbox", handle, garbage.getBytes(StandardCharsets.UTF_8));
    // The session service speaks for a handle.
    OutboxRecord forged =
        scene.publish(
            "session",
            handle,
            Scene.newId(),
            Scene.messages(Scene.to(scene.registry(), "forged " + reference)));
    String session = scene.list("session");
    Result.Outgoing unsendable =
        new Result.Outgoing(handle, "d", "short", Tags.of("Reference", "bad " + reference));
    OutboxRecord mixed =
        scene.publish(
            "session",
            session,
            Scene.newId(),
            Scene.messages(unsendable, Scene.to(handle, reference)));
    assertThat(scene.awaitInbox("handle", 1, "Reference", reference)).hasSize(1);
    List<ConsumerRecord<String, byte[]>> letters =
        scene.await(
            "ao.session.inbox.dlq",
            3,
            letter ->
                text(letter).equals(garbage)
                    || text(letter).contains(forged.message())
                    || text(letter).contains(mixed.message()));
    assertThat(fault(letters, garbage)).isEqualTo("NotJson");
    assertThat(fault(letters, forged.message())).isEqualTo("UnknownProcess");
    assertThat(fault(letters, mixed.message())).isEqualTo("Unsendable");
    assertThat(scene.inbox("registry"))
        .noneMatch(item -> item.tags().has("Reference", "forged " + reference));
    assertThat(scene.inbox("handle"))
        .noneMatch(item -> item.tags().has("Reference", "bad " + reference));
  }

  private static String fault(List<ConsumerRecord<String, byte[]>> letters, String content) {
    return letters.stream()
        .filter(letter -> text(letter).contains(content))
        .map(letter -> TopicReader.header(letter, Headers.FAULT).orElse("none"))
        .findFirst()
        .orElse("none");
  }

  private static String text(ConsumerRecord<String, byte[]> record) {
    return new String(record.value(), StandardCharsets.UTF_8);
  }
}
