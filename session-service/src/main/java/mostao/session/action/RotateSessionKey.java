package mostao.session.action;

import com.fasterxml.jackson.databind.JsonNode;
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
import mostao.ao.process.Rules;
import mostao.session.model.SessionChange;
import mostao.session.model.SessionKey;
import mostao.session.model.SessionRowKey;
import mostao.session.model.SessionView;

/**
 * Appends the next generation of the session key, first the key of the handle that rotates, then of
 * the other. {@code generation}, if given, is the one it replaces (0 when there is none), so that
 * two rotations at once cannot fork. A {@code statement} is kept as it is: only clients can check
 * it.
 */
final class RotateSessionKey implements Action<SessionView, SessionChange> {
  /** An RSA-16384 key is shorter, in base64. */
  static final int TEXT_BYTES = 8 * 1024;

  private static final List<String> FIELDS =
      List.of("encrypted_sk_by_a", "pubkey_a", "encrypted_sk_by_b", "pubkey_b");

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
    if (parties.isBlocked(request.message().from(), request.view().blocks())) {
      return Answer.refused(parties.blocked(request));
    }
    Arguments arguments = request.arguments();
    List<JsonNode> texts = texts(arguments);
    for (int i = 0; i < FIELDS.size(); i++) {
      Optional<Refusal> refusal = wrong(FIELDS.get(i), texts.get(i));
      if (refusal.isPresent()) {
        return Answer.refused(refusal.get());
      }
    }
    Optional<JsonNode> statement =
        arguments.object().map(o -> o.path("statement")).filter(s -> !s.isMissingNode());
    Optional<Refusal> refused = statement.flatMap(s -> wrongStatement(s, request.rules()));
    if (refused.isPresent()) {
      return Answer.refused(refused.get());
    }
    long current = request.view().generation();
    Optional<Long> replaced = Optional.empty();
    if (arguments.object().isPresent()) {
      Fields fields = Fields.of(arguments);
      replaced = fields.whole("generation", 0);
      if (fields.refusal().isPresent()) {
        return Answer.refused(fields.refusal().get());
      }
    }
    if (replaced.isPresent() && replaced.get() != current) {
      return Answer.refused(KeyReplies.conflict(replaced.get(), current));
    }
    SessionKey key =
        new SessionKey(
            current + 1,
            Optional.of(request.message().from()),
            request.message().timestamp(),
            texts.get(0).textValue(),
            texts.get(1).textValue(),
            texts.get(2).textValue(),
            texts.get(3).textValue(),
            statement.map(Json::write));
    return Answer.reply(
        Json.success().put("generation", key.generation()), List.of(new SessionChange.AddKey(key)));
  }

  /** The four texts from an object, or from the list of the sides' pairs. */
  private static List<JsonNode> texts(Arguments arguments) {
    Optional<JsonNode> sides = arguments.array().filter(array -> array.size() == 2);
    if (sides.isPresent()) {
      JsonNode a = sides.get().path(0);
      JsonNode b = sides.get().path(1);
      return List.of(a.path("sk"), a.path("pubkey"), b.path("sk"), b.path("pubkey"));
    }
    JsonNode object = arguments.object().map(JsonNode.class::cast).orElseGet(Json::object);
    return FIELDS.stream().map(object::path).toList();
  }

  private static Optional<Refusal> wrongStatement(JsonNode statement, Rules rules) {
    if (!statement.isTextual() && !statement.isObject()) {
      return Optional.of(
          Refusal.invalidData(
              "statement "
                  + Refusal.quote(Json.write(statement))
                  + " is neither text nor an object: send one of them or leave it out"));
    }
    int bytes = Page.bytes(Json.write(statement));
    return bytes > rules.contentBytes()
        ? Optional.of(Refusal.tooLarge("statement", bytes, rules.contentBytes(), "bytes"))
        : Optional.empty();
  }

  private static Optional<Refusal> wrong(String field, JsonNode text) {
    if (!text.isTextual() || text.textValue().isBlank()) {
      return Optional.of(
          Refusal.invalidData(
              field
                  + " "
                  + Refusal.quote(Json.write(text))
                  + " is not text: send {\"encrypted_sk_by_a\":…,\"pubkey_a\":…,"
                  + "\"encrypted_sk_by_b\":…,\"pubkey_b\":…} or"
                  + " [{\"pubkey\":…,\"sk\":…},{\"pubkey\":…,\"sk\":…}], first your own"));
    }
    int bytes = Page.bytes(text.textValue());
    return bytes > TEXT_BYTES
        ? Optional.of(Refusal.tooLarge(field, bytes, TEXT_BYTES, "bytes"))
        : Optional.empty();
  }
}
