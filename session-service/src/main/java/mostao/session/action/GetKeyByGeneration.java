package mostao.session.action;

import java.util.Optional;
import java.util.Set;
import mostao.ao.message.Message;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Arguments;
import mostao.ao.process.Fields;
import mostao.ao.process.Json;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.ao.process.RowKey;
import mostao.session.model.SessionChange;
import mostao.session.model.SessionKey;
import mostao.session.model.SessionRowKey;
import mostao.session.model.SessionView;

/** One generation of the key, in a list; its number comes plain or as {@code {generation}}. */
final class GetKeyByGeneration implements Action<SessionView, SessionChange> {
  @Override
  public Set<RowKey> rowKeys(Message message) {
    SessionRowKey head = new SessionRowKey.Head();
    return generation(Fields.of(named(Arguments.of(message))))
        .<Set<RowKey>>map(number -> Set.of(head, new SessionRowKey.Key(number)))
        .orElse(Set.of(head));
  }

  @Override
  public Answer<SessionChange> perform(Request<SessionView> request) {
    Parties parties = Parties.of(request);
    if (!parties.mayRead(request)) {
      return Answer.refused(parties.notAReader(request));
    }
    Fields fields = Fields.of(named(request.arguments()));
    Optional<Long> generation = generation(fields);
    if (fields.refusal().isPresent()) {
      return Answer.refused(fields.refusal().get());
    }
    if (generation.isEmpty()) {
      return Answer.refused(
          Refusal.invalidData(
              "data "
                  + Refusal.quote(request.arguments().text())
                  + " names no generation: send its number or {\"generation\":…}"));
    }
    Optional<SessionKey> key = request.view().key(generation.get());
    return key.isEmpty()
        ? Answer.refused(KeyReplies.unknown(generation.get(), request.view().generation()))
        : Answer.reply(KeyReplies.shown(key));
  }

  private static Optional<Long> generation(Fields fields) {
    return fields.whole("generation", 0);
  }

  /** A plain number as the field it stands for. */
  private static Arguments named(Arguments arguments) {
    Optional<String> plain = arguments.scalar("generation");
    if (arguments.object().isPresent() || plain.isEmpty()) {
      return arguments;
    }
    String text = Json.write(Json.object().put("generation", plain.get()));
    return new Arguments(text, Json.parse(text));
  }
}
