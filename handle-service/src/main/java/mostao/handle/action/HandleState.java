package mostao.handle.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import mostao.ao.process.Env;
import mostao.ao.process.Json;
import mostao.ao.process.Page;
import mostao.ao.process.State;
import mostao.handle.model.ChatSpan;
import mostao.handle.model.HandleView;
import mostao.handle.model.InboxHead;

/** A handle: who it is, its profile, its chat list, how many messages its inbox holds. */
public final class HandleState implements State<HandleView> {
  @Override
  public ObjectNode of(Env env, HandleView view) {
    Page page = env.rules().page();
    ObjectNode state =
        Json.object()
            .put("name", env.tags().first(HandleAccess.NAME).orElse(""))
            .put("owner", env.tags().first(HandleAccess.OWNER).orElse(""))
            .put("registry", env.tags().first(HandleAccess.REGISTRY).orElse(""));
    state.set("profile", view.profile());
    List<ObjectNode> chats =
        view.chats(ChatSpan.ALL, page.rows() + 1).stream().map(GetChatList::shown).toList();
    state.set("chats", page.first(chats));
    InboxHead inbox = view.inboxHead();
    state.putObject("inbox").put("count", inbox.kept()).put("last", inbox.last());
    return state;
  }
}
