package mostao.handle.action;

import java.util.List;
import java.util.Set;
import mostao.ao.message.Message;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Json;
import mostao.ao.process.Request;
import mostao.ao.process.RowKey;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleView;

/** The owner has looked at a session. */
final class MarkViewed implements Action<HandleView, HandleChange> {
  @Override
  public Set<RowKey> rowKeys(Message message) {
    return Sessions.rowKeys(message);
  }

  @Override
  public Answer<HandleChange> perform(Request<HandleView> request) {
    return Sessions.named(
        request,
        entry ->
            Answer.reply(
                Json.success(),
                List.of(new HandleChange.PutChat(entry.viewed(request.message().timestamp())))));
  }
}
