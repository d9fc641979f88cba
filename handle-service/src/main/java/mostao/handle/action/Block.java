package mostao.handle.action;

import java.util.Set;
import mostao.ao.message.Message;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Json;
import mostao.ao.process.Request;
import mostao.ao.process.RowKey;
import mostao.handle.model.ChatEntry;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleView;

/** The owner wants nothing more from the other side of a session. */
final class Block implements Action<HandleView, HandleChange> {
  @Override
  public Set<RowKey> rowKeys(Message message) {
    return Sessions.rowKeys(message);
  }

  @Override
  public Answer<HandleChange> perform(Request<HandleView> request) {
    return Sessions.named(
        request,
        entry -> {
          Sessions.setBlocked(request, entry.session(), true);
          return Answer.reply(
              Json.success(), Sessions.changed(entry, entry.in(ChatEntry.State.BLOCKED)));
        });
  }
}
