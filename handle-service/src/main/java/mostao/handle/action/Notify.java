package mostao.handle.action;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import mostao.ao.message.Message;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Fields;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.ao.process.RowKey;
import mostao.handle.model.ChatEntry;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleKey;
import mostao.handle.model.HandleView;

/** A session in the chat list has a new message from the other side; of a blocked one, nothing. */
final class Notify implements Action<HandleView, HandleChange> {
  @Override
  public Set<RowKey> rowKeys(Message message) {
    return Set.of(new HandleKey.Chat(message.from()));
  }

  @Override
  public Answer<HandleChange> perform(Request<HandleView> request) {
    Optional<ChatEntry> entry = Sessions.speaking(request);
    if (entry.isEmpty()) {
      return Answer.refused(
          Refusal.unauthorized(
              Refusal.quote(request.message().from())
                  + " is not a session in this handle's chat list: only those notify it"));
    }
    if (entry.get().state() == ChatEntry.State.BLOCKED) {
      return Answer.quiet(List.of());
    }
    Fields fields = Fields.of(request.arguments());
    long time = fields.millis("lastMessageTime").orElse(request.message().timestamp());
    return fields
        .refusal()
        .map(Answer::<HandleChange>refused)
        .orElseGet(
            () -> Answer.quiet(List.of(new HandleChange.PutChat(entry.get().received(time)))));
  }
}
