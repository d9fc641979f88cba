package mostao.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import mostao.ao.message.Result;
import mostao.ao.message.Tag;
import mostao.ao.testkit.infra.Inboxes;
import mostao.ao.testkit.infra.Infra;
import mostao.ao.testkit.infra.TopicReader;
import mostao.ao.testkit.infra.Wallet;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole service: inbox record in, outbox record out, by real topics and tables. */
@QuarkusTest
@QuarkusTestResource(Infra.class)
class RegistryOnKafkaTest {
  private static final Wallet AUTHORITY = Wallet.named("authority");
  private static final Wallet ALICE = Wallet.named("alice");
  private static final Wallet MALLORY = Wallet.named("mallory");

  private Inboxes inboxes;
  private TopicReader outbox;
  private String registry;

  @BeforeEach
  void born() {
    inboxes = new Inboxes();
    outbox = TopicReader.ofOutbox(Topics.REGISTRY);
    InboxRecord birth =
        AUTHORITY.process(
            UUID.randomUUID().toString(),
            new Tag("Name", "registry"),
            new Tag("Module", "registry-module"),
            new Tag("Authority", AUTHORITY.address()));
    registry = birth.id();
    assertThat(evaluated(birth).result()).isEqualTo(Result.nothing());
  }

  @AfterEach
  void disconnect() {
    inboxes.close();
    outbox.close();
  }

  @Test
  void aNameIsReservedSpawnedActivatedAndFound() {
    OutboxRecord reserved =
        evaluated(ALICE.message(registry, "Register", "alice", new Tag("Reference", "7")));
    assertThat(reserved.processModule()).isEqualTo("registry-module");
    assertThat(reply(reserved)).isEqualTo("{\"status\":\"pending\",\"handle\":\"alice\"}");
    Result.Spawn spawn = reserved.result().spawns().get(0);
    assertThat(spawn.tags().first("Handle-Owner")).contains(ALICE.address());

    OutboxRecord active =
        evaluated(
            AUTHORITY.push(
                registry,
                registry,
                "Spawned",
                " ",
                new Tag("Reference", spawn.tags().first("Reference").orElseThrow()),
                new Tag("Process", "handle-process")));
    Result.Outgoing told = active.result().messages().get(0);
    assertThat(told.target()).isEqualTo(ALICE.address());
    assertThat(told.tags().first("X-Reference")).contains("7");
    assertThat(told.data())
        .isEqualTo("{\"status\":\"success\",\"handle\":\"alice\",\"pid\":\"handle-process\"}");

    assertThat(
            reply(
                evaluated(
                    MALLORY.message(
                        registry, "GetHandles", ALICE.address().toLowerCase(Locale.ROOT)))))
        .isEqualTo("[{\"handle\":\"alice\",\"pid\":\"handle-process\"}]");
  }

  @Test
  void aPushThatTheAuthorityDidNotSignSpeaksForNobody() {
    evaluated(ALICE.message(registry, "Register", "alice"));
    InboxRecord forged =
        MALLORY.push(
            registry,
            registry,
            "Spawned",
            " ",
            new Tag("Reference", "1"),
            new Tag("Process", "evil"));
    inboxes.put(Topics.REGISTRY, forged);
    String reply = reply(evaluated(ALICE.message(registry, "QueryHandle", "alice")));
    assertThat(reply).contains("\"pending\":true");
  }

  @Test
  void theSameItemTwiceIsOneRegistration() {
    InboxRecord register = ALICE.message(registry, "Register", "alice");
    inboxes.putAll(Topics.REGISTRY, List.of(register, register));
    evaluated(ALICE.message(registry, "QueryHandle", "alice"));
    assertThat(outbox.results(registry))
        .filteredOn(result -> result.message().equals(register.id()))
        .hasSize(1);
  }

  private OutboxRecord evaluated(InboxRecord record) {
    inboxes.put(Topics.REGISTRY, record);
    return outbox.awaitResult(registry, record.id());
  }

  private static String reply(OutboxRecord evaluated) {
    return evaluated.result().messages().get(0).data();
  }
}
