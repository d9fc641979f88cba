package mostao.handle.action;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mostao.ao.message.Message;
import mostao.ao.message.Names;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Fields;
import mostao.ao.process.Request;
import mostao.ao.process.RowKey;
import mostao.handle.model.ChatEntry;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleKey;
import mostao.handle.model.HandleView;

/**
 * A session accepted the owner's message: its entry moves forward, nothing is unread, and it is a
 * request no longer. From any other sender, or if the session refused, it is a message like any
 * other, which the owner may want to see.
 */
final class SendMessageResponse implements Action<HandleView, HandleChange> {
  private final Unmatched unmatched = new Unmatched();

  @Override
  public String name() {
    return "SendMessage-Response";
  }

  @Override
  public Set<RowKey> rowKeys(Message message) {
    Set<RowKey> keys = new HashSet<>(unmatched.rowKeys(message));
    keys.add(new HandleKey.Chat(message.from()));
    return keys;
  }

  @Override
  public Answer<HandleChange> perform(Request<HandleView> request) {
    Optional<ChatEntry> entry = Sessions.speaking(request);
    if (entry.isEmpty() || request.message().tag(Names.ERROR).isPresent()) {
      return unmatched.perform(request);
    }
    long time =
        Fields.of(request.arguments()).millis("timestamp").orElse(request.message().timestamp());
    return Answer.quiet(List.of(new HandleChange.PutChat(entry.get().sent(time))));
  }
}
