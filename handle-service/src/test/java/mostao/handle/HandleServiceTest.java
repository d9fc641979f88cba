package mostao.handle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import mostao.ao.message.Result;
import mostao.ao.message.Tag;
import mostao.ao.process.Json;
import mostao.ao.process.Page;
import mostao.ao.process.Rules;
import mostao.ao.testkit.conversations.Conversations;
import mostao.ao.testkit.infra.Inboxes;
import mostao.ao.testkit.infra.Infra;
import mostao.ao.testkit.infra.TopicReader;
import mostao.ao.testkit.infra.Wallet;
import mostao.ao.turn.Store;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import mostao.handle.action.HandleActions;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleView;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The whole service on a real broker and database. */
@QuarkusTest
@QuarkusTestResource(Infra.class)
class HandleServiceTest {
  private static final Wallet ALICE = Wallet.named("alice");
  private static final Wallet AUTHORITY = Wallet.named("authority");
  private static final Wallet MALLORY = Wallet.named("mallory");
  private static final String REGISTRY = "R".repeat(43);
  private static final String SESSION = "S".repeat(42) + "Q";

  @Inject Store<HandleView, HandleChange> store;

  @TestFactory
  Stream<DynamicTest> overPostgres() {
    return Conversations.of(HandleActions.table(), HandleChange.class, store).run();
  }

  @Test
  void aHandleLivesFromInboxToOutbox() {
    try (Inboxes inboxes = new Inboxes();
        TopicReader outbox = TopicReader.ofOutbox(Topics.HANDLE)) {
      InboxRecord birth = birth();
      String pid = birth.id();
      inboxes.put(Topics.HANDLE, birth);
      InboxRecord update = ALICE.message(pid, "ProfileUpdate", "{\"bio\":\"b\\u0000\"}");
      InboxRecord listed =
          AUTHORITY.push(
              REGISTRY,
              pid,
              "UpdateChatList",
              String.format(
                  Locale.ROOT,
                  "{\"sessionID\":\"%s\",\"otherHandleName\":\"bob\",\"otherHandleID\":\"%s\"}",
                  SESSION,
                  "A".repeat(43)));
      InboxRecord forged =
          MALLORY.push(SESSION, pid, "Notify", "", new Tag("From-Process\0", "\0"));
      InboxRecord notice = AUTHORITY.push(SESSION, pid, "Notify", "{\"lastMessageTime\":1.5}");
      InboxRecord relay =
          ALICE.message(
              pid,
              "RelayMessage",
              String.format(
                  Locale.ROOT,
                  "{\"Target\":\"%s\",\"Data\":\"d\",\"Tags\":{\"Action\":\"SendMessage\"}}",
                  SESSION));
      InboxRecord chats = ALICE.message(pid, "GetChatList", "");
      InboxRecord profile = MALLORY.message(pid, "GetProfile", "");
      for (InboxRecord record : new InboxRecord[] {update, listed, forged, notice, relay, chats}) {
        inboxes.put(Topics.HANDLE, record);
      }
      inboxes.put(Topics.HANDLE, profile);

      assertThat(reply(outbox, pid, update).path("status").textValue()).isEqualTo("success");
      assertThat(reply(outbox, pid, listed).path("status").textValue()).isEqualTo("success");
      assertThat(reply(outbox, pid, forged).path("code").textValue()).isEqualTo("Untrusted");
      assertThat(outbox.awaitResult(pid, notice.id()).result()).isEqualTo(Result.nothing());
      Result.Outgoing relayed = outbox.awaitResult(pid, relay.id()).result().messages().get(1);
      assertThat(relayed.target()).isEqualTo(SESSION);
      assertThat(relayed.tags().first("Action")).contains("SendMessage");
      JsonNode chat = reply(outbox, pid, chats).path(0);
      assertThat(chat.path("unread").intValue()).isEqualTo(1);
      assertThat(chat.path("lastMessageTime").decimalValue()).isEqualByComparingTo("1.5");
      JsonNode shown = reply(outbox, pid, profile);
      assertThat(shown.path("name").textValue()).isEqualTo("Alice");
      assertThat(shown.path("bio").textValue()).isEqualTo("b\0");
      assertThat(shown.path("owner").textValue()).isEqualTo(ALICE.address());
    }
  }

  @Test
  void aProfileMayHoldAPhotograph() {
    try (Inboxes inboxes = new Inboxes();
        TopicReader outbox = TopicReader.ofOutbox(Topics.HANDLE)) {
      InboxRecord birth = birth();
      String pid = birth.id();
      int room = Rules.defaults().profileBytes() - Page.bytes("{\"img\":\"\"}");
      String plain = "A".repeat(room);
      // Every quote is escaped in the profile, and both again in the record.
      String escaped = "\"".repeat(room / 2);
      InboxRecord bare = ALICE.message(pid, "ProfileUpdate", "{\"name\":null,\"at\":null}");
      InboxRecord first = ALICE.message(pid, "ProfileUpdate", img(plain));
      InboxRecord shown = MALLORY.message(pid, "GetProfile", "");
      InboxRecord second = ALICE.message(pid, "ProfileUpdate", img(escaped));
      InboxRecord again = MALLORY.message(pid, "GetProfile", " ");
      InboxRecord over = ALICE.message(pid, "ProfileUpdate", img(plain + "AA"));
      for (InboxRecord record :
          new InboxRecord[] {birth, bare, first, shown, second, again, over}) {
        inboxes.put(Topics.HANDLE, record);
      }

      assertThat(reply(outbox, pid, first).path("status").textValue()).isEqualTo("success");
      assertThat(reply(outbox, pid, shown).path("img").textValue()).isEqualTo(plain);
      assertThat(reply(outbox, pid, second).path("status").textValue()).isEqualTo("success");
      assertThat(reply(outbox, pid, again).path("img").textValue()).isEqualTo(escaped);
      assertThat(reply(outbox, pid, over).path("code").textValue()).isEqualTo("TooLarge");
    }
  }

  private static String img(String picture) {
    return Json.write(Json.object().put("img", picture));
  }

  private static InboxRecord birth() {
    return AUTHORITY.process(
        "{\"name\":\"Alice\",\"at\":\"" + UUID.randomUUID() + "\"}",
        new Tag("From-Process", REGISTRY),
        new Tag("Authority", AUTHORITY.address()),
        new Tag("Registry", REGISTRY),
        new Tag("Handle-Name", "alice"),
        new Tag("Handle-Owner", ALICE.address()));
  }

  private static JsonNode reply(TopicReader outbox, String pid, InboxRecord asked) {
    OutboxRecord outcome = outbox.awaitResult(pid, asked.id());
    return Json.parse(outcome.result().messages().get(0).data()).orElseThrow();
  }
}
