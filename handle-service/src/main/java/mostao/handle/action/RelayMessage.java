package mostao.handle.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.message.Tag;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Arguments;
import mostao.ao.process.Json;
import mostao.ao.process.Mail;
import mostao.ao.process.Page;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.ao.process.Rules;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleView;

/**
 * Sends {@code {Target, Data, Tags}} with From = this handle. As with the ao module, a further text
 * key is a tag; an object or array as Data is sent as its JSON text. The reply names the {@code
 * reference} of the message that was sent, so that its answer can be told from others.
 */
final class RelayMessage implements Action<HandleView, HandleChange> {
  private static final Set<String> KEYS = Set.of("Target", "Data", "Tags");

  /** Addresses of every kind of wallet and process ids are shorter. */
  private static final int TARGET_CHARACTERS = 128;

  /**
   * Room for what a client puts around a content, which may grow by escapes when it becomes JSON.
   */
  private static final int AROUND_CONTENT = 4096;

  @Override
  public Answer<HandleChange> perform(Request<HandleView> request) {
    if (!HandleAccess.isOwner(request)) {
      return Answer.refused(HandleAccess.notTheOwner(request));
    }
    Optional<ObjectNode> wrapped = request.arguments().object();
    if (wrapped.isEmpty()) {
      return invalid(
          "data "
              + Refusal.quote(request.arguments().text())
              + " is not a message: send {\"Target\":…,\"Data\":…,\"Tags\":…}");
    }
    JsonNode target = wrapped.get().path("Target");
    if (!target.isTextual()
        || target.textValue().isBlank()
        || target.textValue().length() > TARGET_CHARACTERS) {
      return invalid(
          "Target "
              + Refusal.quote(Json.write(target))
              + " is not a process id or address of at most "
              + TARGET_CHARACTERS
              + " characters");
    }
    Optional<List<Tag>> tags = tags(wrapped.get());
    if (tags.isEmpty()) {
      return invalid(
          "a tag is not text: send Tags as {\"Action\":\"…\"} or [{\"name\":…,\"value\":…}]");
    }
    List<Tag> relayed = RelayedTags.settable(tags.get());
    Optional<Refusal> refused = RelayedTags.tooLarge(relayed);
    if (refused.isPresent()) {
      return Answer.refused(refused.get());
    }
    String data = data(wrapped.get().path("Data"));
    int bytes = Page.bytes(data);
    int limit = dataBytes(request.rules());
    if (bytes > limit) {
      return Answer.refused(Refusal.tooLarge("Data", bytes, limit, "bytes"));
    }
    Result.Outgoing sent = request.ao().send(Mail.to(target.textValue()).data(data).tags(relayed));
    return Answer.reply(
        Json.success().put("reference", sent.tags().first(Names.REFERENCE).orElse("")));
  }

  /** Twice the content, since JSON may double a text by escaping it, and what stands around it. */
  static int dataBytes(Rules rules) {
    return (int) Math.min(Integer.MAX_VALUE, 2L * rules.contentBytes() + AROUND_CONTENT);
  }

  private static Optional<List<Tag>> tags(ObjectNode wrapped) {
    List<Tag> found = new ArrayList<>();
    for (var key : wrapped.properties()) {
      if (KEYS.contains(key.getKey()) || RelayedTags.isOfTheSystem(key.getKey())) {
        continue;
      }
      if (key.getKey().isEmpty() || !key.getValue().isTextual()) {
        return Optional.empty();
      }
      found.add(new Tag(key.getKey(), key.getValue().textValue()));
    }
    return Arguments.tags(wrapped.path("Tags"))
        .map(
            tags -> {
              found.addAll(tags);
              return found;
            });
  }

  private static String data(JsonNode data) {
    if (data.isMissingNode() || data.isNull()) {
      return "";
    }
    return data.isTextual() ? data.textValue() : Json.write(data);
  }

  private static Answer<HandleChange> invalid(String message) {
    return Answer.refused(Refusal.invalidData(message));
  }
}
