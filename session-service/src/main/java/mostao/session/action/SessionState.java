package mostao.session.action;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import mostao.ao.process.Env;
import mostao.ao.process.Json;
import mostao.ao.process.Page;
import mostao.ao.process.State;
import mostao.session.model.HistoryRange;
import mostao.session.model.SessionView;

/** A session: its two parties, its current key, how many messages there are and the newest. */
public final class SessionState implements State<SessionView> {
  private static final HistoryRange NEWEST =
      new HistoryRange(Long.MIN_VALUE, Long.MAX_VALUE, 0, Long.MAX_VALUE, true);

  @Override
  public ObjectNode of(Env env, SessionView view) {
    Parties parties = Parties.of(env);
    Page page = env.rules().page();
    ObjectNode state = Json.object();
    ArrayNode both = state.putArray("parties");
    for (Parties.Party party : List.of(parties.a(), parties.b())) {
      both.addObject()
          .put("name", party.name())
          .put("process", party.process())
          .put("owner", party.owner());
    }
    state.put("generation", view.generation());
    state.set("keys", KeyReplies.shown(view.key(view.generation())));
    ArrayNode newest = page.of(QueryMessage.shown(view, parties, NEWEST, page));
    ObjectNode messages = state.putObject("messages").put("count", view.lastMessage());
    messages.set("items", newest);
    messages.put("more", newest.size() < view.lastMessage());
    return state;
  }
}
