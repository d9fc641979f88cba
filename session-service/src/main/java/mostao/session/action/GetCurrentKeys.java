package mostao.session.action;

import java.util.Set;
import mostao.ao.message.Message;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Request;
import mostao.ao.process.RowKey;
import mostao.session.model.SessionChange;
import mostao.session.model.SessionRowKey;
import mostao.session.model.SessionView;

/** The current generation of the key, in a list; an empty list before the first. */
final class GetCurrentKeys implements Action<SessionView, SessionChange> {
  @Override
  public Set<RowKey> rowKeys(Message message) {
    return Set.of(new SessionRowKey.Head(), new SessionRowKey.CurrentKey());
  }

  @Override
  public Answer<SessionChange> perform(Request<SessionView> request) {
    Parties parties = Parties.of(request);
    SessionView view = request.view();
    return parties.mayRead(request)
        ? Answer.reply(KeyReplies.shown(view.key(view.generation())))
        : Answer.refused(parties.notAReader(request));
  }
}
