package mostao.session.action;

import mostao.ao.process.ActionTable;
import mostao.session.model.SessionChange;
import mostao.session.model.SessionView;

/** The Actions of a session. Others are refused. */
public final class SessionActions {
  private SessionActions() {}

  public static ActionTable<SessionView, SessionChange> table() {
    GetCurrentKeys currentKeys = new GetCurrentKeys();
    return ActionTable.<SessionView, SessionChange>of("session", env -> Parties.of(env).name())
        .on(new RotateSessionKey())
        .on(currentKeys)
        .on("GetCurrentKey", currentKeys)
        .on(new GetKeyByGeneration())
        .on(new SendMessage())
        .on(new SetBlocked())
        .on(new QueryMessage())
        .build();
  }
}
