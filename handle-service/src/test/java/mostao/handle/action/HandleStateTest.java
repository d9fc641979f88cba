package mostao.handle.action;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import mostao.ao.message.Tags;
import mostao.ao.process.Env;
import mostao.ao.process.Json;
import mostao.ao.process.Rules;
import mostao.handle.model.ChatEntry;
import mostao.handle.model.HandleChange;
import mostao.handle.model.InboxMessage;
import mostao.handle.model.MemoryHandle;
import org.junit.jupiter.api.Test;

class HandleStateTest {
  private static final Tags TAGS =
      Tags.of("Handle-Name", "alice", "Handle-Owner", "wallet", "Registry", "registry");

  private final MemoryHandle handle = new MemoryHandle();

  private static final ChatEntry OPEN = ChatEntry.listed("s", "bob", "p", ChatEntry.State.OPEN, 1);

  @Test
  void aHandleShowsItsProfileChatsAndHowFullItsInboxIs() {
    handle.apply(new HandleChange.PutProfile(Json.object().put("bio", "b")));
    handle.apply(new HandleChange.PutChat(OPEN.received(1_500)));
    handle.apply(
        new HandleChange.KeepMessage(
            new InboxMessage(1, "m", "f", "o", "", List.of(), "d", false, 0, 1)));
    assertThat(Json.write(state(Rules.defaults())))
        .isEqualTo(
            "{\"name\":\"alice\",\"owner\":\"wallet\",\"registry\":\"registry\","
                + "\"profile\":{\"bio\":\"b\"},\"chats\":{\"items\":[{\"sessionID\":\"s\","
                + "\"otherHandleName\":\"bob\",\"otherHandleID\":\"p\",\"lastMessageTime\":1.500,"
                + "\"lastViewedTime\":0.000,\"unread\":1,\"state\":\"open\"}],\"more\":false},"
                + "\"inbox\":{\"count\":1,\"last\":1}}");
  }

  @Test
  void ofALongChatListThereIsOnePage() {
    for (int i = 0; i < 5; i++) {
      handle.apply(
          new HandleChange.PutChat(ChatEntry.listed("s" + i, "bob", "p", ChatEntry.State.OPEN, i)));
    }
    Rules rules = new Rules(false, 9_999, 9_999, 3, 100_000, 999_999, 10, 64, 0);
    JsonNode chats = state(rules).path("chats");
    assertThat(chats.path("items")).hasSize(3);
    assertThat(chats.path("more").asBoolean()).isTrue();
    Rules narrow = new Rules(false, 9_999, 9_999, 100, 1, 999_999, 10, 64, 0);
    assertThat(state(narrow).path("chats").path("items")).hasSize(1);
    assertThat(state(narrow).path("chats").path("more").asBoolean()).isTrue();
  }

  private ObjectNode state(Rules rules) {
    return new HandleState().of(new Env("h", "authority", TAGS, rules), handle.view());
  }
}
