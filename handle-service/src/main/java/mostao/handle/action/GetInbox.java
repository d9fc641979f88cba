package mostao.handle.action;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import mostao.ao.message.Tag;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Fields;
import mostao.ao.process.Json;
import mostao.ao.process.Page;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleView;
import mostao.handle.model.InboxMessage;

/**
 * Messages of the inbox, oldest first, behind the id {@code after}: the last id of one page asks
 * for the next.
 */
final class GetInbox implements Action<HandleView, HandleChange> {
  @Override
  public Answer<HandleChange> perform(Request<HandleView> request) {
    if (!HandleAccess.mayRead(request)) {
      return Answer.refused(HandleAccess.notTheOwner(request));
    }
    Fields fields = Fields.of(request.arguments());
    long after = fields.whole("after", 0).orElse(0L);
    Page page = fields.page(request.rules());
    Optional<Refusal> refusal = fields.refusal();
    if (refusal.isPresent()) {
      return Answer.refused(refusal.get());
    }
    List<ObjectNode> rows =
        request.view().inbox(after, page).stream().map(GetInbox::shown).toList();
    return Answer.reply(page.of(rows));
  }

  private static ObjectNode shown(InboxMessage message) {
    ObjectNode shown =
        Json.object()
            .put("id", message.sequence())
            .put("messageId", message.messageId())
            .put("from", message.from())
            .put("owner", message.owner())
            .put("action", message.action());
    ArrayNode tags = shown.putArray("tags");
    for (Tag tag : message.tags()) {
      tags.addObject().put("name", tag.name()).put("value", tag.value());
    }
    shown.put("data", message.data());
    if (message.binary()) {
      shown.put("encoding", "base64url");
    }
    if (message.omitted() > 0) {
      shown.put("omittedBytes", message.omitted());
    }
    shown.set("timestamp", Json.seconds(message.timestamp()));
    return shown;
  }
}
