package mostao.handle.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import mostao.ao.ans104.Base64Url;
import mostao.ao.message.Message;
import mostao.ao.message.Tags;
import mostao.ao.process.Env;
import mostao.ao.process.Json;
import mostao.ao.process.Outcome;
import mostao.ao.process.Page;
import mostao.ao.process.Rules;
import mostao.handle.model.ChatEntry;
import mostao.handle.model.ChatSpan;
import mostao.handle.model.HandleChange;
import mostao.handle.model.InboxMessage;
import mostao.handle.model.MemoryHandle;
import org.junit.jupiter.api.Test;

/** What many strangers together can do to one handle. */
class StrangersTest {
  private static final int STRANGERS = 1_000;
  private static final String REGISTRY = id("registry");
  private static final String HANDLE = id("handle");
  private static final String FRIEND = id("friend");

  private final MemoryHandle rows = new MemoryHandle();
  private int messages;

  @Test
  void aThousandStrangersPushNoChatOffTheListAndEvictNoInbox() {
    List<String> chats = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      chats.add(id("chat " + i));
      begin(chats.get(i), HANDLE);
    }
    String answered = id("answered");
    begin(answered, id("another"));
    owner("AnswerRequest", Json.object().put("sessionID", answered).put("accept", true).toString());
    chats.add(answered);
    for (int i = 0; i < 5; i++) {
      wallet(FRIEND, "Hello", "friend " + i);
    }

    for (int i = 0; i < STRANGERS; i++) {
      String session = id("session " + i);
      begin(session, id("stranger " + i));
      push(session, "Notify", "{\"lastMessageTime\":9999999999}");
      for (int j = 0; j < 12; j++) {
        wallet(id("wallet " + i), "Buy", "now");
      }
    }

    List<ChatEntry> list = rows.chats(ChatSpan.ALL, 1_000);
    Set<String> open = sessions(list, ChatEntry.State.OPEN);
    assertThat(open).as("chats on the first page of the list").containsAll(chats);
    assertThat(sessions(list, ChatEntry.State.REQUEST))
        .as("the newest requests")
        .hasSize(200)
        .contains(id("session " + (STRANGERS - 1)), id("session " + (STRANGERS - 200)))
        .doesNotContain(id("session " + (STRANGERS - 201)));
    List<InboxMessage> kept = rows.inbox(0, new Page(10_000, Integer.MAX_VALUE));
    assertThat(kept).hasSize(10_000);
    assertThat(kept.stream().filter(message -> message.from().equals(FRIEND)))
        .as("messages of a friend")
        .hasSize(5);
  }

  private static Set<String> sessions(List<ChatEntry> list, ChatEntry.State state) {
    return list.stream()
        .filter(entry -> entry.state() == state)
        .map(ChatEntry::session)
        .collect(Collectors.toSet());
  }

  private void begin(String session, String asker) {
    push(
        REGISTRY,
        "UpdateChatList",
        Json.write(
            Json.object()
                .put("sessionID", session)
                .put("otherHandleName", "somebody")
                .put("otherHandleID", id("other of " + session))
                .put("askedBy", asker)));
  }

  private void owner(String action, String data) {
    wallet(id("alice"), action, data);
  }

  private void wallet(String wallet, String action, String data) {
    evaluate(wallet, wallet, action, data);
  }

  private void push(String process, String action, String data) {
    evaluate("authority", process, action, data);
  }

  private void evaluate(String owner, String from, String action, String data) {
    messages++;
    Env env =
        new Env(
            HANDLE,
            "authority",
            Tags.of(
                "Authority",
                "authority",
                "Registry",
                REGISTRY,
                "Handle-Name",
                "alice",
                "Handle-Owner",
                id("alice")),
            Rules.defaults());
    Message message =
        new Message(
            "m" + messages,
            owner,
            from,
            HANDLE,
            "",
            Tags.of("Action", action),
            data,
            false,
            messages,
            Message.Provenance.ASSIGNED);
    Outcome<HandleChange> outcome =
        HandleActions.table().evaluate(rows.view(), env, messages, message);
    outcome.changes().forEach(rows::apply);
  }

  private static String id(String name) {
    byte[] bytes = new byte[32];
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(text, 0, bytes, 0, Math.min(32, text.length));
    return Base64Url.encode(bytes);
  }
}
