package mostao.registry.action;

import mostao.ao.process.ActionTable;
import mostao.registry.model.RegistryChange;
import mostao.registry.model.RegistryView;

/** The Actions of a Registry (PROTOCOL, Registry). What is not listed is refused. */
public final class RegistryActions {
  private RegistryActions() {}

  public static ActionTable<RegistryView, RegistryChange> table() {
    return ActionTable.<RegistryView, RegistryChange>of(
            "registry", env -> env.tags().first("Name").orElse("registry"))
        .on(new QueryHandle())
        .on(new GetHandles())
        .on(new Register())
        .on(new Renounce())
        .on(new QuerySession())
        .on(new EstablishSession())
        .on(new Spawned())
        .on(new UpdateChatListResponse())
        .build();
  }
}
