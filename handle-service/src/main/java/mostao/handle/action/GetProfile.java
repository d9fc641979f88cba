package mostao.handle.action;

import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Request;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleView;

/** The profile, open to all, with the handle and owner it really has. */
final class GetProfile implements Action<HandleView, HandleChange> {
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
