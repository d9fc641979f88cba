package mostao.handle.boot;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import mostao.ao.process.ActionTable;
import mostao.ao.runtime.unit.Module;
import mostao.handle.action.HandleActions;
import mostao.handle.action.HandleState;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleView;
import mostao.handle.store.AskedHandle;
import mostao.handle.store.HandleTables;

/** The handle module. */
final class HandleModule {
  @Produces
  @Singleton
  Module<HandleView, HandleChange> module(HandleTables tables) {
    ActionTable<HandleView, HandleChange> table = HandleActions.table();
    return new Module<>(table.kind(), table, new HandleState(), tables, AskedHandle::new);
  }
}
