package mostao.handle.action;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
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

/**
 * The Registry says which session there is and with whom. Saying it again changes nothing; a
 * changed name keeps times and unread.
 */
final class UpdateChatList implements Action<HandleView, HandleChange> {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final int NAME_CHARACTERS = 128;

  @Override
  public Set<RowKey> rowKeys(Message message) {
    return id(Arguments.of(message), "sessionID")
        .<Set<RowKey>>map(session -> Set.of(new HandleKey.Chat(session)))
        .orElse(Set.of());
  }

  @Override
  public Answer<HandleChange> perform(Request<HandleView> request) {
    String registry = request.processTag(HandleAccess.REGISTRY);
    if (!request.isProcess(registry)) {
      return Answer.refused(
          Refusal.unauthorized(
              Refusal.quote(request.message().from())
                  + " is not the Registry "
                  + registry
                  + ", which alone keeps the chat list"));
    }
    Arguments arguments = request.arguments();
    Optional<String> session = id(arguments, "sessionID");
    Optional<String> other = id(arguments, "otherHandleID");
    Optional<String> name =
        arguments
            .field("otherHandleName")
            .filter(text -> !text.isBlank() && text.length() <= NAME_CHARACTERS);
    if (session.isEmpty() || other.isEmpty() || name.isEmpty()) {
      return Answer.refused(
          Refusal.invalidData(
              "data "
                  + Refusal.quote(arguments.text())
                  + " does not name sessionID and otherHandleID, process ids, and otherHandleName"));
    }
    Optional<ChatEntry> before = request.view().chat(session.get());
    ChatEntry after =
        before
            .map(entry -> entry.with(name.get(), other.get()))
            .orElseGet(() -> ChatEntry.opened(session.get(), name.get(), other.get()));
    return Answer.reply(
        Json.success(),
        before.equals(Optional.of(after)) ? List.of() : List.of(new HandleChange.PutChat(after)));
  }

  private static Optional<String> id(Arguments arguments, String key) {
    return arguments.field(key).filter(text -> ID.matcher(text).matches());
  }
}
