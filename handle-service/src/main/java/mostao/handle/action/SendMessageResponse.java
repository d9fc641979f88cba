package mostao.handle.action;

import java.util.List;
import java.util.Optional;
import mostao.ao.message.Names;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Fields;
import mostao.ao.process.Request;
import mostao.handle.model.ChatEntry;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleView;

/**
 * A session took what the owner sent: its entry moves forward, nothing is unread. From anybody
 * else, or when the session refused, it is a message like any other, which the owner may want to
 * see.
 */
final class SendMessageResponse implements Action<HandleView, HandleChange> {
  private final Unmatched unmatched = new Unmatched();

  @Override
  public String name() {
    return "SendMessage-Response";
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
