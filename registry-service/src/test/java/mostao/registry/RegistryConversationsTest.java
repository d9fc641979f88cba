package mostao.registry;

import java.util.stream.Stream;
import mostao.ao.testkit.conversations.Conversations;
import mostao.registry.action.RegistryActions;
import mostao.registry.model.MemoryRegistry;
import mostao.registry.model.RegistryChange;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class RegistryConversationsTest {
  @TestFactory
  Stream<DynamicTest> inMemory() {
    return Conversations.of(RegistryActions.table(), RegistryChange.class, MemoryRegistry::new)
        .run();
  }
}
