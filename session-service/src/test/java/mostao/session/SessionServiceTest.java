package mostao.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import mostao.ao.message.Result;
import mostao.ao.message.Tag;
import mostao.ao.process.Json;
import mostao.ao.testkit.conversations.Conversations;
import mostao.ao.testkit.infra.Inboxes;
import mostao.ao.testkit.infra.Infra;
import mostao.ao.testkit.infra.TopicReader;
import mostao.ao.testkit.infra.Wallet;
import mostao.ao.turn.Store;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import mostao.session.action.SessionActions;
import mostao.session.model.SessionChange;
import mostao.session.model.SessionView;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The whole service on a real broker and database. */
@QuarkusTest
@QuarkusTestResource(Infra.class)
class SessionServiceTest {
  private static final Wallet BOB = Wallet.named("bob");
  private static final Wallet AUTHORITY = Wallet.named("authority");
  private static final Wallet MALLORY = Wallet.named("mallory");
  private static final String HANDLE_A = "A".repeat(43);
  private static final String HANDLE_B = "B".repeat(43);

  @Inject Store<SessionView, SessionChange> store;

  @TestFactory
  Stream<DynamicTest> overPostgres() {
    return Conversations.of(SessionActions.table(), SessionChange.class, store).run();
  }

  @Test
  void aConversationGoesFromInboxToOutbox() {
    try (Inboxes inboxes = new Inboxes();
        TopicReader outbox = TopicReader.ofOutbox(Topics.SESSION)) {
      InboxRecord birth = birth();
      String pid = birth.id();
      InboxRecord rotate =
          AUTHORITY.push(
              HANDLE_A,
              pid,
              "RotateSessionKey",
              "[{\"pubkey\":\"pa\",\"sk\":\"ea\"},{\"pubkey\":\"pb\",\"sk\":\"eb\"}]");
      InboxRecord forged = MALLORY.push(HANDLE_A, pid, "SendMessage", "forged");
      InboxRecord send =
          AUTHORITY.push(
              HANDLE_A, pid, "SendMessage", "{\"content\":\"c\\u0000\",\"generation\":1}");
      InboxRecord answer = AUTHORITY.push(HANDLE_B, pid, "SendMessage", "d");
      InboxRecord query = BOB.message(pid, "QueryMessage", "{\"order\":\"ASC\"}");
      InboxRecord pried = MALLORY.message(pid, "QueryMessage", "");
      inboxes.putAll(
          Topics.SESSION, List.of(birth, rotate, forged, send, send, answer, query, pried));

      assertThat(reply(outbox, pid, rotate).path("generation").intValue()).isEqualTo(1);
      assertThat(reply(outbox, pid, forged).path("code").textValue()).isEqualTo("Untrusted");
      Result.Outgoing notice = outbox.awaitResult(pid, send.id()).result().messages().get(1);
      assertThat(notice.target()).isEqualTo(HANDLE_B);
      assertThat(notice.tags().first("Action")).contains("Notify");
      JsonNode history = reply(outbox, pid, query);
      assertThat(history).as("posted twice, stored once").hasSize(2);
      assertThat(history.path(0).path("content").textValue()).isEqualTo("c\0");
      assertThat(history.path(0).path("messageId").textValue()).isEqualTo(send.id());
      assertThat(history.path(0).path("sender").textValue()).isEqualTo(HANDLE_A);
      assertThat(history.path(0).path("pubkey").textValue()).isEqualTo("pa");
      assertThat(history.path(1).path("sender").textValue()).isEqualTo(HANDLE_B);
      assertThat(history.path(1).path("id").intValue()).isEqualTo(2);
      assertThat(reply(outbox, pid, pried).path("code").textValue()).isEqualTo("Unauthorized");
    }
  }

  @Test
  void clientsThatBothExchangeKeysFirstLoseNothing() {
    try (Inboxes inboxes = new Inboxes();
        TopicReader outbox = TopicReader.ofOutbox(Topics.SESSION)) {
      InboxRecord birth = birth();
      String pid = birth.id();
      InboxRecord byA = rotation(HANDLE_A, pid, "pa", "pb");
      InboxRecord byB = rotation(HANDLE_B, pid, "pb", "pa");
      InboxRecord first =
          AUTHORITY.push(HANDLE_A, pid, "SendMessage", "{\"content\":\"a\",\"generation\":1}");
      InboxRecord second =
          AUTHORITY.push(HANDLE_B, pid, "SendMessage", "{\"content\":\"b\",\"generation\":2}");
      InboxRecord query = BOB.message(pid, "QueryMessage", "{\"order\":\"Asc\"}");
      inboxes.putAll(Topics.SESSION, List.of(birth, byA, byB, first, second, query));

      JsonNode history = reply(outbox, pid, query);
      assertThat(history).hasSize(2);
      assertThat(history.path(0).path("stale").booleanValue()).isTrue();
      assertThat(history.path(0).path("pubkey").textValue()).isEqualTo("pa");
      assertThat(history.path(1).has("stale")).isFalse();
      assertThat(history.path(1).path("pubkey").textValue()).isEqualTo("pb");
    }
  }

  private static InboxRecord rotation(String handle, String pid, String own, String other) {
    return AUTHORITY.push(
        handle,
        pid,
        "RotateSessionKey",
        "[{\"pubkey\":\"" + own + "\",\"sk\":\"1\"},{\"pubkey\":\"" + other + "\",\"sk\":\"2\"}]");
  }

  private static InboxRecord birth() {
    return AUTHORITY.process(
        UUID.randomUUID().toString(),
        new Tag("Authority", AUTHORITY.address()),
        new Tag("Handle-A-Name", "alice"),
        new Tag("Handle-A-Process", HANDLE_A),
        new Tag("Handle-A-Owner", Wallet.named("alice").address()),
        new Tag("Handle-B-Name", "bob"),
        new Tag("Handle-B-Process", HANDLE_B),
        new Tag("Handle-B-Owner", BOB.address()));
  }

  private static JsonNode reply(TopicReader outbox, String pid, InboxRecord asked) {
    OutboxRecord outcome = outbox.awaitResult(pid, asked.id());
    return Json.parse(outcome.result().messages().get(0).data()).orElseThrow();
  }
}
