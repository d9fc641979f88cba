package mostao.handle.action;

import java.util.Set;
import mostao.ao.message.Message;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Request;
import mostao.ao.process.RowKey;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleKey;
import mostao.handle.model.HandleView;

/** The profile, open to all, with the handle and owner it really has. */
final class GetProfile implements Action<HandleView, HandleChange> {
  @Override
  public Set<RowKey> rowKeys(Message message) {
    return Set.of(new HandleKey.Profile());
  }

  @Override
  public Answer<HandleChange> perform(Request<HandleView> request) {
    return Answer.reply(
        request
            .view()
            .profile()
            .put("handle", request.processTag(HandleAccess.NAME))
            .put("owner", HandleAccess.owner(request)));
  }
}
