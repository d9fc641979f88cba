package mostao.registry.boot;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import mostao.ao.process.ActionTable;
import mostao.ao.runtime.unit.Module;
import mostao.registry.action.RegistryActions;
import mostao.registry.action.RegistryState;
import mostao.registry.model.RegistryChange;
import mostao.registry.model.RegistryView;
import mostao.registry.store.AskedRegistry;
import mostao.registry.store.RegistryTables;

/** The registry module. */
final class RegistryModule {
  @Produces
  @Singleton
  Module<RegistryView, RegistryChange> module(RegistryTables tables) {
    ActionTable<RegistryView, RegistryChange> table = RegistryActions.table();
    return new Module<>(
        table.kind(), table, new RegistryState(), rows -> tables, AskedRegistry::new);
  }
}
