package mostao.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import mostao.ao.testkit.conversations.Conversations;
import mostao.session.action.SessionActions;
import mostao.session.model.MemorySession;
import mostao.session.model.SessionChange;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SessionConversationsTest {
  @TestFactory
  Stream<DynamicTest> inMemory() {
    return Conversations.of(SessionActions.table(), SessionChange.class, MemorySession::new).run();
  }

  @Test
  void everyActionHasConversations() {
    assertThat(SessionActions.table().names())
        .isNotEmpty()
        .allSatisfy(
            action -> assertThat(getClass().getResource("/conversations/" + action)).isNotNull());
  }
}
