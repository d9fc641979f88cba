package mostao.handle.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Json;
import mostao.ao.process.Page;
import mostao.ao.process.Request;
import mostao.ao.process.Rules;
import mostao.handle.model.ChatEntry;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleView;

/** The sessions, newest message first, as many as one reply holds. Data is not looked at. */
final class GetChatList implements Action<HandleView, HandleChange> {
  @Override
  public Answer<HandleChange> perform(Request<HandleView> request) {
    if (!HandleAccess.mayRead(request)) {
      return Answer.refused(HandleAccess.notTheOwner(request));
    }
    Rules rules = request.rules();
    List<ObjectNode> rows =
        request.view().chats(rules.pageRows()).stream().map(GetChatList::shown).toList();
    return Answer.reply(new Page(rules.pageRows(), rules.pageBytes()).of(rows));
  }

  static ObjectNode shown(ChatEntry entry) {
    ObjectNode shown =
        Json.object()
            .put("sessionID", entry.session())
            .put("otherHandleName", entry.otherName())
            .put("otherHandleID", entry.otherProcess());
    shown.set("lastMessageTime", Json.seconds(entry.lastMessage()));
    shown.set("lastViewedTime", Json.seconds(entry.lastViewed()));
    return shown.put("unread", entry.unread());
  }
}
