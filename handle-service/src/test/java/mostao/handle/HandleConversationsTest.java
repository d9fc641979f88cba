package mostao.handle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mostao.ao.process.Page;
import mostao.ao.testkit.conversations.Conversations;
import mostao.ao.testkit.conversations.DeclaredReads;
import mostao.handle.action.HandleActions;
import mostao.handle.model.ChatCounts;
import mostao.handle.model.ChatEntry;
import mostao.handle.model.ChatSpan;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleKey;
import mostao.handle.model.HandleView;
import mostao.handle.model.InboxHead;
import mostao.handle.model.InboxMessage;
import mostao.handle.model.MemoryHandle;
import mostao.handle.model.SenderShare;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class HandleConversationsTest {
  @TestFactory
  Stream<DynamicTest> inMemory() {
    return Conversations.of(HandleActions.table(), HandleChange.class, MemoryHandle::new).run();
  }

  @TestFactory
  Stream<DynamicTest> everyRowReadByItsKeyIsDeclared() {
    return Conversations.of(
            HandleActions.table(),
            HandleChange.class,
            DeclaredReads.<HandleView, HandleChange>store(MemoryHandle::new, Watched::new))
        .run();
  }

  private record Watched(HandleView rows, DeclaredReads.Reads reads) implements HandleView {
    @Override
    public ObjectNode profile() {
      reads.anyOf(new HandleKey.Profile());
      return rows.profile();
    }

    @Override
    public Optional<ChatEntry> chat(String session) {
      reads.anyOf(new HandleKey.Chat(session));
      return rows.chat(session);
    }

    @Override
    public List<ChatEntry> chats(ChatSpan span, int limit) {
      return rows.chats(span, limit);
    }

    @Override
    public ChatCounts chatCounts() {
      return rows.chatCounts();
    }

    @Override
    public List<String> oldestRequests(int limit) {
      return rows.oldestRequests(limit);
    }

    @Override
    public InboxHead inboxHead() {
      reads.anyOf(new HandleKey.Inbox());
      return rows.inboxHead();
    }

    @Override
    public Optional<SenderShare> share(String sender) {
      reads.anyOf(new HandleKey.Share(sender));
      return rows.share(sender);
    }

    @Override
    public List<SenderShare> largestShares(int limit) {
      return rows.largestShares(limit);
    }

    @Override
    public List<Long> oldestOf(String sender, int limit) {
      return rows.oldestOf(sender, limit);
    }

    @Override
    public List<InboxMessage> inbox(long after, Page page) {
      return rows.inbox(after, page);
    }
  }

  @Test
  void everyActionHasConversations() {
    assertThat(HandleActions.table().names())
        .isNotEmpty()
        .allSatisfy(
            action -> assertThat(getClass().getResource("/conversations/" + action)).isNotNull());
  }
}
