package mostao.handle.action;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import mostao.ao.message.Message;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Arguments;
import mostao.ao.process.Json;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.ao.process.RowKey;
import mostao.handle.model.ChatEntry;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleKey;
import mostao.handle.model.HandleView;

/** The owner has looked at a session. */
final class MarkViewed implements Action<HandleView, HandleChange> {
  @Override
  public Set<RowKey> rowKeys(Message message) {
    return Arguments.of(message)
        .scalar("sessionID")
        .<Set<RowKey>>map(session -> Set.of(new HandleKey.Chat(session)))
        .orElse(Set.of());
  }

  @Override
  public Answer<HandleChange> perform(Request<HandleView> request) {
    if (!HandleAccess.isOwner(request)) {
      return Answer.refused(HandleAccess.notTheOwner(request));
    }
    Optional<String> session = request.arguments().scalar("sessionID");
    if (session.isEmpty()) {
      return Answer.refused(
          Refusal.invalidData(
              "data "
                  + Refusal.quote(request.arguments().text())
                  + " names no session: send its id or {\"sessionID\":…}"));
    }
    Optional<ChatEntry> entry = request.view().chat(session.get());
    return entry.isEmpty()
        ? Answer.refused(
            new Refusal(
                Refusal.Code.SESSION_NOT_FOUND,
                "session "
                    + Refusal.quote(session.get())
                    + " is not in the chat list: GetChatList names those that are"))
        : Answer.reply(
            Json.success(),
            List.of(new HandleChange.PutChat(entry.get().viewed(request.message().timestamp()))));
  }
}
