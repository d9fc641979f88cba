package mostao.handle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import mostao.ao.testkit.conversations.Conversations;
import mostao.handle.action.HandleActions;
import mostao.handle.model.HandleChange;
import mostao.handle.model.MemoryHandle;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class HandleConversationsTest {
  @TestFactory
  Stream<DynamicTest> inMemory() {
    return Conversations.of(HandleActions.table(), HandleChange.class, MemoryHandle::new).run();
  }

  @Test
  void everyActionHasConversations() {
    assertThat(HandleActions.table().names())
        .isNotEmpty()
        .allSatisfy(
            action -> assertThat(getClass().getResource("/conversations/" + action)).isNotNull());
  }
}
