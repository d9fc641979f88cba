package mostao.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import mostao.ao.process.Page;
import mostao.ao.testkit.conversations.Conversations;
import mostao.ao.testkit.conversations.DeclaredReads;
import mostao.session.action.SessionActions;
import mostao.session.model.Blocks;
import mostao.session.model.HistoryRange;
import mostao.session.model.MemorySession;
import mostao.session.model.SessionChange;
import mostao.session.model.SessionKey;
import mostao.session.model.SessionRowKey;
import mostao.session.model.SessionView;
import mostao.session.model.StoredMessage;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SessionConversationsTest {
  @TestFactory
  Stream<DynamicTest> inMemory() {
    return Conversations.of(SessionActions.table(), SessionChange.class, MemorySession::new).run();
  }

  @TestFactory
  Stream<DynamicTest> everyRowReadByItsKeyIsDeclared() {
    return Conversations.of(
            SessionActions.table(),
            SessionChange.class,
            DeclaredReads.<SessionView, SessionChange>store(MemorySession::new, Watched::new))
        .run();
  }

  private record Watched(SessionView rows, DeclaredReads.Reads reads) implements SessionView {
    @Override
    public long generation() {
      reads.anyOf(new SessionRowKey.Head());
      return rows.generation();
    }

    @Override
    public Optional<SessionKey> key(long generation) {
      SessionRowKey named = new SessionRowKey.Key(generation);
      if (generation == rows.generation()) {
        reads.anyOf(named, new SessionRowKey.CurrentKey());
      } else {
        reads.anyOf(named);
      }
      return rows.key(generation);
    }

    @Override
    public List<SessionKey> keys(Set<Long> generations) {
      return rows.keys(generations);
    }

    @Override
    public long lastMessage() {
      reads.anyOf(new SessionRowKey.Head());
      return rows.lastMessage();
    }

    @Override
    public Blocks blocks() {
      reads.anyOf(new SessionRowKey.Head());
      return rows.blocks();
    }

    @Override
    public List<StoredMessage> messages(HistoryRange span, Page page) {
      return rows.messages(span, page);
    }
  }

  @Test
  void everyActionHasConversations() {
    assertThat(SessionActions.table().names())
        .isNotEmpty()
        .allSatisfy(
            action -> assertThat(getClass().getResource("/conversations/" + action)).isNotNull());
  }
}
