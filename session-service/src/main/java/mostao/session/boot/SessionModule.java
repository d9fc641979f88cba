package mostao.session.boot;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import mostao.ao.process.ActionTable;
import mostao.ao.runtime.unit.Module;
import mostao.session.action.SessionActions;
import mostao.session.action.SessionState;
import mostao.session.model.SessionChange;
import mostao.session.model.SessionView;
import mostao.session.store.AskedSession;
import mostao.session.store.SessionTables;

/** The session module. */
final class SessionModule {
  @Produces
  @Singleton
  Module<SessionView, SessionChange> module(SessionTables tables) {
    ActionTable<SessionView, SessionChange> table = SessionActions.table();
    return new Module<>(table.kind(), table, new SessionState(), tables, AskedSession::new);
  }
}
