package mostao.handle.action;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import mostao.ao.message.Message;
import mostao.ao.message.Names;
import mostao.ao.process.Answer;
import mostao.ao.process.Arguments;
import mostao.ao.process.Json;
import mostao.ao.process.Mail;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.ao.process.RowKey;
import mostao.handle.model.ChatEntry;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleKey;
import mostao.handle.model.HandleView;

/** The sessions this handle knows. */
final class Sessions {
  private static final String SESSION = "sessionID";

  private Sessions() {}

  /** The entry of the calling session; empty for any other caller. */
  static Optional<ChatEntry> speaking(Request<HandleView> request) {
    String from = request.message().from();
    return request.isProcess(from) ? request.view().chat(from) : Optional.empty();
  }

  /** The row of the session that a message names. */
  static Set<RowKey> rowKeys(Message message) {
    return Arguments.of(message)
        .scalar(SESSION)
        .<Set<RowKey>>map(session -> Set.of(new HandleKey.Chat(session)))
        .orElse(Set.of());
  }

  /** Goes on with the entry of the session that the owner's message names. */
  static Answer<HandleChange> named(
      Request<HandleView> request, Function<ChatEntry, Answer<HandleChange>> next) {
    if (!HandleAccess.isOwner(request)) {
      return Answer.refused(HandleAccess.notTheOwner(request));
    }
    Optional<String> session = request.arguments().scalar(SESSION);
    if (session.isEmpty()) {
      return Answer.refused(
          Refusal.invalidData(
              "data "
                  + Refusal.quote(request.arguments().text())
                  + " names no session: send its id or {\"sessionID\":…}"));
    }
    return request
        .view()
        .chat(session.get())
        .map(next)
        .orElseGet(() -> Answer.refused(notListed(session.get())));
  }

  static Refusal notListed(String session) {
    return new Refusal(
        Refusal.Code.SESSION_NOT_FOUND,
        "session "
            + Refusal.quote(session)
            + " is not in the chat list: GetChatList names those that are");
  }

  /** The change to an entry, if it is one. */
  static List<HandleChange> changed(ChatEntry before, ChatEntry after) {
    return after.equals(before) ? List.of() : List.of(new HandleChange.PutChat(after));
  }

  /** Has a session take nothing from its other handle, or take it again. */
  static void setBlocked(Request<HandleView> request, String session, boolean blocked) {
    request
        .ao()
        .send(
            Mail.to(session)
                .tag(Names.ACTION, "SetBlocked")
                .tag(Names.CONTENT_TYPE, Names.APPLICATION_JSON)
                .data(Json.write(Json.object().put("blocked", blocked))));
  }
}
