package mostao.registry;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.stream.Stream;
import mostao.ao.testkit.conversations.Conversations;
import mostao.ao.testkit.infra.Infra;
import mostao.ao.turn.Store;
import mostao.registry.action.RegistryActions;
import mostao.registry.model.RegistryChange;
import mostao.registry.model.RegistryView;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@QuarkusTest
@QuarkusTestResource(Infra.class)
class StoredConversationsTest {
  @Inject Store<RegistryView, RegistryChange> store;

  @TestFactory
  Stream<DynamicTest> inPostgres() {
    return Conversations.of(RegistryActions.table(), RegistryChange.class, store).run();
  }
}
