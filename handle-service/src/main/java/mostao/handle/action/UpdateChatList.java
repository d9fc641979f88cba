package mostao.handle.action;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mostao.ao.ans104.Base64Url;
import mostao.ao.message.Message;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Arguments;
import mostao.ao.process.Json;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.ao.process.RowKey;
import mostao.ao.process.Rules;
import mostao.handle.model.ChatCounts;
import mostao.handle.model.ChatEntry;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleKey;
import mostao.handle.model.HandleView;

/**
 * The Registry says which session there is, with whom, and which of the two handles asked for it.
 * What this handle did not ask for is a request. Saying it again changes nothing; a changed name
 * keeps times and unread; a request that its owner asks for as well is one no longer.
 *
 * <p>For a new session the requests that have waited longest make room, never an answered one.
 */
final class UpdateChatList implements Action<HandleView, HandleChange> {
  private static final int NAME_CHARACTERS = 128;

  /** Two for one added: a list that is over its limit shrinks, and no message pays for many. */
  private static final int DROPPED_AT_ONCE = 2;

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
    Optional<String> asked = id(arguments, "askedBy");
    boolean unknown = arguments.field("askedBy").isPresent() && asked.isEmpty();
    if (session.isEmpty() || other.isEmpty() || name.isEmpty() || unknown) {
      return Answer.refused(
          Refusal.invalidData(
              "data "
                  + Refusal.quote(arguments.text())
                  + " does not name sessionID, otherHandleID and askedBy, process ids, and"
                  + " otherHandleName"));
    }
    // A Registry of the release before does not say who asked.
    boolean own = asked.isEmpty() || asked.get().equals(request.env().id());
    Optional<ChatEntry> before = request.view().chat(session.get());
    if (before.isEmpty()) {
      ChatEntry.State state = own ? ChatEntry.State.OPEN : ChatEntry.State.REQUEST;
      return add(
          request,
          ChatEntry.listed(
              session.get(), name.get(), other.get(), state, request.message().timestamp()));
    }
    ChatEntry renamed = before.get().with(name.get(), other.get());
    return Answer.reply(
        Json.success(), Sessions.changed(before.get(), own ? renamed.answered() : renamed));
  }

  private static Answer<HandleChange> add(Request<HandleView> request, ChatEntry entry) {
    Rules.Quotas quotas = request.rules().quotas();
    ChatCounts counts = request.view().chatCounts();
    boolean isRequest = entry.state() == ChatEntry.State.REQUEST;
    long requestsOver = isRequest ? counts.requests() + 1 - quotas.chatRequests() : 0;
    long over = Math.max(counts.all() + 1 - quotas.chats(), requestsOver);
    List<HandleChange> changes = new ArrayList<>();
    if (over > 0) {
      request
          .view()
          .oldestRequests((int) Math.min(over, DROPPED_AT_ONCE))
          .forEach(oldest -> changes.add(new HandleChange.RemoveChat(oldest)));
      if (changes.isEmpty()) {
        return Answer.refused(full(request, counts));
      }
    }
    changes.add(new HandleChange.PutChat(entry));
    return Answer.reply(Json.success(), changes);
  }

  private static Refusal full(Request<HandleView> request, ChatCounts counts) {
    return new Refusal(
        Refusal.Code.QUOTA_EXCEEDED,
        "the chat list of "
            + Refusal.quote(request.processTag(HandleAccess.NAME))
            + " holds "
            + counts.all()
            + " sessions, none of them an unanswered request: it takes no further one");
  }

  private static Optional<String> id(Arguments arguments, String key) {
    return arguments.field(key).filter(Base64Url::isId);
  }
}
