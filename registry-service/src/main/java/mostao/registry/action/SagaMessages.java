package mostao.registry.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import mostao.ao.message.Message;
import mostao.ao.message.Names;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import mostao.ao.process.Ao;
import mostao.ao.process.Json;
import mostao.ao.process.Mail;
import mostao.registry.model.Notice;
import mostao.registry.model.RegistryChange;
import mostao.registry.model.SessionLink;
import mostao.registry.model.Side;

/** The Registry's messages besides replies, and the references that tie it together. */
final class SagaMessages {
  private SagaMessages() {}

  /** A request's own reference, as its reply repeats it. */
  static Optional<String> referenceOf(Message message) {
    return message.tag(Names.REFERENCE).or(() -> message.tag(Names.X_REFERENCE));
  }

  /**
   * The reference in a tag; empty if it is not one of ours. Anyone may write anything in there, and
   * some of it no database takes.
   */
  static Optional<Long> reference(Message message, String tag) {
    return message.tag(tag).filter(text -> text.matches("[0-9]{1,18}")).map(Long::parseLong);
  }

  /** The reference something of ours was sent or asked for with. */
  static long reference(Tags sent) {
    return Long.parseLong(
        sent.first(Names.REFERENCE)
            .orElseThrow(() -> new IllegalStateException("sent without a Reference: " + sent)));
  }

  /** The tags of every process that this Registry spawns. */
  static Mail spawn(Ao ao) {
    return Mail.toNobody()
        .tag("Registry", ao.id())
        .tags(ao.authorities().stream().map(a -> new Tag(Names.AUTHORITY, a)).toList());
  }

  /** An answer that comes later than its reply. */
  static void later(
      Ao ao, String target, String action, Optional<String> request, ObjectNode body) {
    Mail mail = Mail.to(target).tag(Names.ACTION, action);
    if (request.isPresent()) {
      mail = mail.tag(Names.X_REFERENCE, request.get());
    }
    ao.send(mail.tag(Names.CONTENT_TYPE, Names.APPLICATION_JSON).data(Json.write(body)));
  }

  /** A session as its parties are told of it. */
  static ObjectNode established(SessionLink link) {
    return Json.success()
        .put("sessionID", link.sessionProcess())
        .put("handleA", link.handleA())
        .put("handleB", link.handleB());
  }

  /** Tells these handles of a link, and those that have not answered yet. */
  static void tell(Ao ao, SessionLink link, Set<Side> these, List<RegistryChange> changes) {
    for (Side side : Side.values()) {
      if (these.contains(side) || !link.answered(side)) {
        Side other = side == Side.A ? Side.B : Side.A;
        ObjectNode entry =
            Json.object()
                .put("sessionID", link.sessionProcess())
                .put("otherHandleName", link.handle(other))
                .put("otherHandleID", link.process(other));
        // A handle that asked itself is told so: it has agreed, whoever was first.
        Stream.of(side, other)
            .filter(link::asked)
            .findFirst()
            .ifPresent(asker -> entry.put("askedBy", link.process(asker)));
        Tags sent =
            ao.send(
                    Mail.to(link.process(side))
                        .tag(Names.ACTION, "UpdateChatList")
                        .tag(Names.CONTENT_TYPE, Names.APPLICATION_JSON)
                        .data(Json.write(entry)))
                .tags();
        changes.add(
            new RegistryChange.PutNotice(
                new Notice(reference(sent), link.processA(), link.processB(), side)));
      }
    }
  }
}
