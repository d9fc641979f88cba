package mostao.session.action;

import mostao.ao.process.ActionTable;
import mostao.ao.process.PureModule;
import mostao.ao.process.Rows;
import mostao.session.model.MemorySession;
import mostao.session.model.SessionChange;
import mostao.session.model.SessionView;

/** Sessions in memory, for whoever has their messages and evaluates them again. */
public final class PureSession implements PureModule<SessionView, SessionChange> {
  @Override
  public ActionTable<SessionView, SessionChange> table() {
    return SessionActions.table();
  }

  @Override
  public Rows<SessionView, SessionChange> empty() {
    return new MemorySession();
  }
}
