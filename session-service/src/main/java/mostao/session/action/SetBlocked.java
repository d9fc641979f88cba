package mostao.session.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mostao.ao.message.Message;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Json;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.ao.process.RowKey;
import mostao.session.model.Blocks;
import mostao.session.model.SessionChange;
import mostao.session.model.SessionRowKey;
import mostao.session.model.SessionView;

/**
 * One handle takes nothing from the other any more, or takes it again. The other still reads what
 * is there, and the one that blocks still writes.
 */
final class SetBlocked implements Action<SessionView, SessionChange> {
  @Override
  public Set<RowKey> rowKeys(Message message) {
    return Set.of(new SessionRowKey.Head());
  }

  @Override
  public Answer<SessionChange> perform(Request<SessionView> request) {
    Parties parties = Parties.of(request);
    if (!parties.mayWrite(request)) {
      return Answer.refused(parties.notAWriter(request));
    }
    Optional<ObjectNode> object = request.arguments().object();
    Optional<JsonNode> blocked = object.map(o -> o.path("blocked")).filter(JsonNode::isBoolean);
    if (blocked.isEmpty()) {
      return Answer.refused(
          Refusal.invalidData(
              "data "
                  + Refusal.quote(request.arguments().text())
                  + " does not say whether to block: send {\"blocked\":true} or"
                  + " {\"blocked\":false}"));
    }
    Blocks before = request.view().blocks();
    Blocks after = parties.blocking(request.message().from(), blocked.get().booleanValue(), before);
    return Answer.reply(
        Json.success(),
        after.equals(before) ? List.of() : List.of(new SessionChange.SetBlocks(after)));
  }
}
