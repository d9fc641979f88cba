package mostao.session.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mostao.ao.message.Message;
import mostao.ao.message.Names;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Arguments;
import mostao.ao.process.Fields;
import mostao.ao.process.Json;
import mostao.ao.process.Mail;
import mostao.ao.process.Page;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.ao.process.RowKey;
import mostao.session.model.SessionChange;
import mostao.session.model.SessionRowKey;
import mostao.session.model.SessionView;
import mostao.session.model.StoredMessage;

/**
 * Stores a message under the current generation of the key and tells the other handle. A message
 * under an older one is refused, so that after a rotation the old key opens nothing newer: the
 * client encrypts again. Clients that say nothing of the keys they make never do: of two that both
 * rotate and write at once, one writes under the generation just replaced. Such a message is stored
 * for a while after the rotation, and marked.
 */
final class SendMessage implements Action<SessionView, SessionChange> {
  @Override
  public Set<RowKey> rowKeys(Message message) {
    Optional<Long> said = generation(Fields.of(Arguments.of(message)));
    // If the generation is the one just replaced, the next one says when, and by whom.
    return said.<Set<RowKey>>map(
            old -> Set.of(new SessionRowKey.Head(), new SessionRowKey.Key(old + 1)))
        .orElseGet(() -> Set.of(new SessionRowKey.Head()));
  }

  private static Optional<Long> generation(Fields fields) {
    return fields.whole("generation", 0);
  }

  @Override
  public Answer<SessionChange> perform(Request<SessionView> request) {
    Parties parties = Parties.of(request);
    if (!parties.mayWrite(request)) {
      return Answer.refused(parties.notAWriter(request));
    }
    if (parties.isBlocked(request.message().from(), request.view().blocks())) {
      return Answer.refused(parties.blocked(request));
    }
    Optional<String> content = content(request);
    if (content.isEmpty()) {
      return Answer.refused(
          Refusal.invalidData(
              "data "
                  + Refusal.quote(request.arguments().text())
                  + " has no content: send a text or {\"content\":…,\"generation\":…}"));
    }
    int bytes = Page.bytes(content.get());
    if (bytes > request.rules().contentBytes()) {
      return Answer.refused(
          Refusal.tooLarge("content", bytes, request.rules().contentBytes(), "bytes"));
    }
    Optional<Long> said = Optional.empty();
    if (request.arguments().object().isPresent()) {
      Fields fields = Fields.of(request.arguments());
      said = generation(fields);
      if (fields.refusal().isPresent()) {
        return Answer.refused(fields.refusal().get());
      }
    }
    long current = request.view().generation();
    long generation = said.orElse(current);
    boolean stale = isJustReplaced(request, generation, current);
    Optional<Refusal> refusal = wrongGeneration(generation, current);
    if (refusal.isPresent() && !stale) {
      return Answer.refused(refusal.get());
    }
    Message message = request.message();
    StoredMessage stored =
        new StoredMessage(
            request.view().lastMessage() + 1,
            message.id(),
            message.from(),
            generation,
            message.timestamp(),
            content.get(),
            stale);
    tell(request, parties.other(message.from()).process(), stored);
    ObjectNode reply = Json.success().put("id", stored.id());
    reply.set("timestamp", Json.seconds(stored.timestamp()));
    return Answer.reply(
        reply.put("generation", generation), List.of(new SessionChange.AddMessage(stored)));
  }

  private static Optional<String> content(Request<SessionView> request) {
    Arguments arguments = request.arguments();
    Optional<JsonNode> text =
        arguments.object().isPresent()
            ? arguments.object().map(object -> object.path("content"))
            : arguments.json().filter(JsonNode::isTextual);
    boolean plain = arguments.object().isEmpty() && text.isEmpty();
    return (plain
            ? Optional.of(arguments.text())
            : text.filter(JsonNode::isTextual).map(JsonNode::textValue))
        .filter(found -> !(plain ? found.isBlank() : found.isEmpty()));
  }

  /** The generation before the current one, soon after a rotation without a statement. */
  private static boolean isJustReplaced(
      Request<SessionView> request, long generation, long current) {
    return generation >= 1
        && generation == current - 1
        && request
            .view()
            .key(current)
            .filter(key -> key.rotated() > 0 && key.statement().isEmpty())
            .filter(
                key -> request.message().timestamp() - key.rotated() <= request.rules().staleMs())
            .isPresent();
  }

  private static Optional<Refusal> wrongGeneration(long generation, long current) {
    if (current == 0) {
      return Optional.of(
          new Refusal(
              Refusal.Code.NO_SESSION_KEY,
              "this session has no key yet: exchange one with RotateSessionKey first"));
    }
    if (generation == current) {
      return Optional.empty();
    }
    return Optional.of(
        generation < 1 || generation > current
            ? KeyReplies.unknown(generation, current)
            : KeyReplies.conflict(generation, current));
  }

  private static void tell(Request<SessionView> request, String process, StoredMessage stored) {
    ObjectNode notice = Json.object();
    notice.set("lastMessageTime", Json.seconds(stored.timestamp()));
    notice.put("sessionID", request.env().id()).put("id", stored.id());
    request
        .ao()
        .send(
            Mail.to(process)
                .tag(Names.ACTION, "Notify")
                .tag(Names.CONTENT_TYPE, Names.APPLICATION_JSON)
                .data(Json.write(notice)));
  }
}
