package mostao.session.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Fields;
import mostao.ao.process.Json;
import mostao.ao.process.Page;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.session.model.HistoryRange;
import mostao.session.model.SessionChange;
import mostao.session.model.SessionKey;
import mostao.session.model.SessionView;
import mostao.session.model.StoredMessage;

/**
 * Part of the history: {@code from} and {@code until} are times, inclusive, and a whole second as
 * {@code until} includes all of that second; {@code after} and {@code before} are ids, exclusive,
 * for the next page in either order.
 */
final class QueryMessage implements Action<SessionView, SessionChange> {
  @Override
  public Answer<SessionChange> perform(Request<SessionView> request) {
    Parties parties = Parties.of(request);
    if (!parties.mayRead(request)) {
      return Answer.refused(parties.notAReader(request));
    }
    Fields fields = Fields.of(request.arguments());
    String order = fields.text("order").orElse("desc").toLowerCase(Locale.ROOT);
    HistoryRange span =
        new HistoryRange(
            fields.millis("from").orElse(Long.MIN_VALUE),
            fields.lastMillis("until").orElse(Long.MAX_VALUE),
            fields.whole("after", 0).orElse(0L),
            fields.whole("before", 0).orElse(Long.MAX_VALUE),
            order.equals("desc"));
    Page page = fields.page(request.rules());
    if (fields.refusal().isPresent()) {
      return Answer.refused(fields.refusal().get());
    }
    if (!order.equals("desc") && !order.equals("asc")) {
      return Answer.refused(
          Refusal.invalidData("order " + Refusal.quote(order) + " is neither asc nor desc"));
    }
    return Answer.reply(page.of(shown(request.view(), parties, span, page)));
  }

  /** The messages of a span, as replies show them. */
  static List<ObjectNode> shown(SessionView view, Parties parties, HistoryRange span, Page page) {
    List<StoredMessage> found = view.messages(span, page);
    Map<Long, SessionKey> keys = keys(view, found);
    return found.stream()
        .map(message -> shown(message, parties, keys.get(message.generation())))
        .toList();
  }

  private static Map<Long, SessionKey> keys(SessionView view, List<StoredMessage> messages) {
    Set<Long> generations =
        messages.stream().map(StoredMessage::generation).collect(Collectors.toSet());
    return view.keys(generations).stream()
        .collect(Collectors.toMap(SessionKey::generation, Function.identity()));
  }

  private static ObjectNode shown(StoredMessage message, Parties parties, SessionKey key) {
    ObjectNode shown =
        Json.object()
            .put("id", message.id())
            .put("messageId", message.messageId())
            .put("sender", message.sender())
            .put("senderName", parties.nameOf(message.sender()))
            .put("pubkey", parties.pubkeyOf(message.sender(), key))
            .put("generation", message.generation());
    shown.set("timestamp", Json.seconds(message.timestamp()));
    shown.put("content", message.content());
    return message.stale() ? shown.put("stale", true) : shown;
  }
}
