package mostao.handle.action;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import mostao.ao.message.Message;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Json;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.ao.process.RowKey;
import mostao.handle.model.ChatEntry;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleView;

/**
 * The owner's answer to a chat that somebody else began. Declined, it leaves the list, and the
 * session takes nothing more from the other side.
 */
final class AnswerRequest implements Action<HandleView, HandleChange> {
  @Override
  public Set<RowKey> rowKeys(Message message) {
    return Sessions.rowKeys(message);
  }

  @Override
  public Answer<HandleChange> perform(Request<HandleView> request) {
    return Sessions.named(request, entry -> answer(request, entry));
  }

  private static Answer<HandleChange> answer(Request<HandleView> request, ChatEntry entry) {
    JsonNode accept =
        request.arguments().object().<JsonNode>map(o -> o.path("accept")).orElseGet(Json::object);
    if (!accept.isBoolean()) {
      return Answer.refused(
          Refusal.invalidData(
              "data "
                  + Refusal.quote(request.arguments().text())
                  + " does not say the answer: send {\"sessionID\":…,\"accept\":true} or false"));
    }
    boolean accepted = accept.booleanValue();
    if (entry.state() == ChatEntry.State.BLOCKED
        || (entry.state() == ChatEntry.State.OPEN && !accepted)) {
      return Answer.refused(
          Refusal.invalidData(
              "session "
                  + Refusal.quote(entry.session())
                  + " is "
                  + entry.state().text()
                  + ", no request: send Block or Unblock"));
    }
    if (accepted) {
      return Answer.reply(Json.success(), Sessions.changed(entry, entry.answered()));
    }
    Sessions.setBlocked(request, entry.session(), true);
    return Answer.reply(Json.success(), List.of(new HandleChange.RemoveChat(entry.session())));
  }
}
