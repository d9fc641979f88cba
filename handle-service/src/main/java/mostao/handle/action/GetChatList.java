package mostao.handle.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mostao.ao.message.Message;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Arguments;
import mostao.ao.process.Fields;
import mostao.ao.process.Json;
import mostao.ao.process.Page;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.ao.process.RowKey;
import mostao.handle.model.ChatEntry;
import mostao.handle.model.ChatSpan;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleKey;
import mostao.handle.model.HandleView;

/**
 * The sessions, newest message first, as many as one reply holds. {@code limit}, {@code after} (the
 * session that the page before ended with) and {@code states} ask for part of them. Data that is no
 * object is not looked at: clients that know no arguments send all kinds.
 */
final class GetChatList implements Action<HandleView, HandleChange> {
  private static final String AFTER = "after";
  private static final Arguments NOTHING = new Arguments("", Optional.empty());

  @Override
  public Set<RowKey> rowKeys(Message message) {
    return Arguments.of(message)
        .field(AFTER)
        .<Set<RowKey>>map(session -> Set.of(new HandleKey.Chat(session)))
        .orElse(Set.of());
  }

  @Override
  public Answer<HandleChange> perform(Request<HandleView> request) {
    if (!HandleAccess.mayRead(request)) {
      return Answer.refused(HandleAccess.notTheOwner(request));
    }
    Optional<ObjectNode> said = request.arguments().object();
    Fields fields = Fields.of(said.isEmpty() ? NOTHING : request.arguments());
    Page page = fields.page(request.rules());
    Optional<String> after = fields.text(AFTER);
    Optional<Set<ChatEntry.State>> states =
        states(said.<JsonNode>map(o -> o.path("states")).orElseGet(MissingNode::getInstance));
    if (fields.refusal().isPresent()) {
      return Answer.refused(fields.refusal().get());
    }
    if (states.isEmpty()) {
      return Answer.refused(
          Refusal.invalidData(
              "states "
                  + Refusal.quote(Json.write(said.get().path("states")))
                  + " is not a list of request, open and blocked"));
    }
    Optional<ChatEntry> last = after.flatMap(request.view()::chat);
    if (after.isPresent() && last.isEmpty()) {
      return Answer.refused(Sessions.notListed(after.get()));
    }
    List<ObjectNode> rows =
        request.view().chats(new ChatSpan(states.get(), last), page.rows()).stream()
            .map(GetChatList::shown)
            .toList();
    return Answer.reply(page.of(rows));
  }

  /** All if nothing is said; empty if it is not a list of states. */
  private static Optional<Set<ChatEntry.State>> states(JsonNode said) {
    if (said.isMissingNode() || said.isNull()) {
      return Optional.of(ChatSpan.ALL.states());
    }
    Set<ChatEntry.State> found = EnumSet.noneOf(ChatEntry.State.class);
    for (JsonNode text : said) {
      for (ChatEntry.State state : ChatEntry.State.values()) {
        if (text.isTextual() && text.textValue().equals(state.text())) {
          found.add(state);
        }
      }
    }
    return said.isArray() && !said.isEmpty() && found.size() == said.size()
        ? Optional.of(found)
        : Optional.empty();
  }

  static ObjectNode shown(ChatEntry entry) {
    ObjectNode shown =
        Json.object()
            .put("sessionID", entry.session())
            .put("otherHandleName", entry.otherName())
            .put("otherHandleID", entry.otherProcess());
    shown.set("lastMessageTime", Json.seconds(entry.lastMessage()));
    shown.set("lastViewedTime", Json.seconds(entry.lastViewed()));
    return shown.put("unread", entry.unread()).put("state", entry.state().text());
  }
}
