package mostao.registry.action;

import mostao.ao.process.ActionTable;
import mostao.registry.model.RegistryChange;
import mostao.registry.model.RegistryView;

/** The Actions of a Registry (PROTOCOL, Registry). Others are refused. */
public final class RegistryActions {
  /** The tag that names a Registry. */
  static final String NAME = "Name";

  private RegistryActions() {}

  public static ActionTable<RegistryView, RegistryChange> table() {
    return ActionTable.<RegistryView, RegistryChange>of(
            "registry", env -> env.tags().first(NAME).orElse("registry"))
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
