package mostao.registry.action;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mostao.ao.message.Message;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Ao;
import mostao.ao.process.Json;
import mostao.ao.process.Mail;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.registry.model.Name;
import mostao.registry.model.RegistryChange;
import mostao.registry.model.RegistryView;
import mostao.registry.model.Requester;
import mostao.registry.model.SessionLink;
import mostao.registry.model.Side;
import mostao.registry.model.Use;

/**
 * Asks for the session of two handles, of which there is one, whichever side asks and however
 * often. {@link Spawned} and {@link UpdateChatListResponse} are its next steps; a repeated request
 * resumes a saga in progress. A side that asks for what the other one has asked for agrees to it,
 * and its handle is told so.
 */
final class EstablishSession implements Action<RegistryView, RegistryChange> {
  @Override
  public Answer<RegistryChange> perform(Request<RegistryView> request) {
    Message message = request.message();
    if (request.isWallet(message.from())) {
      return HandleArguments.some(
          request,
          handles ->
              handles.size() == 2
                  ? between(request, handles.get(0), handles.get(1))
                  : withOnlyNameOfWallet(request, handles.get(0)));
    }
    Optional<Name> own =
        request.isProcess(message.from())
            ? request.view().nameOf(message.from())
            : Optional.empty();
    if (own.isEmpty()) {
      return Answer.refused(
          Refusal.unauthorized(
              "a session is established by a registered handle's process or by its owner's wallet,"
                  + " with a signed message; "
                  + Refusal.quote(message.from())
                  + " is neither"));
    }
    return HandleArguments.some(
        request,
        handles ->
            handles.size() == 2
                ? between(request, handles.get(0), handles.get(1))
                : between(request, own.get().handle(), handles.get(0)));
  }

  private static Answer<RegistryChange> withOnlyNameOfWallet(
      Request<RegistryView> request, String other) {
    String wallet = request.message().from();
    List<Name> names = request.view().namesOwnedBy(wallet, 2);
    if (names.size() != 1) {
      return Answer.refused(
          Refusal.invalidData(
              "wallet "
                  + Refusal.quote(wallet)
                  + " has "
                  + (names.isEmpty() ? "no registered name" : "more than one name")
                  + ": say both, as alice, "
                  + other));
    }
    return between(request, names.get(0).handle(), other);
  }

  private static Answer<RegistryChange> between(
      Request<RegistryView> request, String one, String other) {
    if (Name.key(one).equals(Name.key(other))) {
      return Answer.refused(
          Refusal.invalidData(
              "a session is between two handles; "
                  + Refusal.quote(one)
                  + " is one, however it is spelled"));
    }
    List<Name> names = new ArrayList<>();
    for (String handle : List.of(one, other)) {
      Optional<Name> name = request.view().name(handle);
      if (name.filter(Name::isActive).isEmpty()) {
        return Answer.refused(HandleArguments.notFound(handle, name));
      }
      names.add(name.get());
    }
    if (names.stream().noneMatch(name -> mayAsk(request, name))) {
      return Answer.refused(
          Refusal.unauthorized(
              Refusal.quote(request.message().from())
                  + " is neither the process nor the owner of "
                  + Refusal.quote(one)
                  + " or "
                  + Refusal.quote(other)));
    }
    return establish(request, HandlePair.of(names.get(0), names.get(1)));
  }

  private static boolean mayAsk(Request<RegistryView> request, Name name) {
    return request.isWallet(name.owner()) || request.isProcess(name.process());
  }

  private static Answer<RegistryChange> establish(Request<RegistryView> request, HandlePair pair) {
    Set<Side> asking = EnumSet.noneOf(Side.class);
    for (Side side : Side.values()) {
      if (mayAsk(request, pair.name(side))) {
        asking.add(side);
      }
    }
    Optional<SessionLink> known = request.view().link(pair.a().process(), pair.b().process());
    return known.isEmpty() ? begin(request, pair, asking) : goOn(request, known.get(), asking);
  }

  private static Answer<RegistryChange> begin(
      Request<RegistryView> request, HandlePair pair, Set<Side> asking) {
    Name asker = pair.name(asking.iterator().next());
    Optional<Answer<RegistryChange>> exceeded =
        Quotas.noFurtherSession(request, asker.process())
            .or(() -> Quotas.noFurtherBirth(request, asker.owner()));
    if (exceeded.isPresent()) {
      return exceeded.get();
    }
    long reference = spawn(request.ao(), pair);
    List<RegistryChange> changes = new ArrayList<>();
    changes.add(
        new RegistryChange.PutLink(
            SessionLink.asked(pair.a(), pair.b(), asking, reference, requester(request))));
    changes.add(Quotas.used(request, Use.Kind.BIRTH, asker.owner(), reference));
    changes.add(Quotas.used(request, Use.Kind.SESSION, asker.process(), reference));
    changes.addAll(Quotas.swept(request));
    return Answer.reply(Json.pending(), changes);
  }

  private static Answer<RegistryChange> goOn(
      Request<RegistryView> request, SessionLink link, Set<Side> asking) {
    Set<Side> agreeing = EnumSet.copyOf(asking);
    agreeing.removeIf(link::asked);
    boolean active = link.status() == SessionLink.Status.ACTIVE;
    SessionLink asked = link.askedBy(asking);
    SessionLink waiting = active ? asked : asked.with(requester(request));
    List<RegistryChange> changes = new ArrayList<>();
    if (!waiting.equals(link)) {
      changes.add(new RegistryChange.PutLink(waiting));
    }
    if (link.status() != SessionLink.Status.SPAWNING) {
      SagaMessages.tell(request.ao(), waiting, agreeing, changes);
    }
    return Answer.reply(active ? SagaMessages.established(link) : Json.pending(), changes);
  }

  private static Requester requester(Request<RegistryView> request) {
    return new Requester(request.message().from(), SagaMessages.referenceOf(request.message()));
  }

  private static long spawn(Ao ao, HandlePair pair) {
    Mail mail =
        SagaMessages.spawn(ao)
            .tag("Handle-A-Name", pair.a().handle())
            .tag("Handle-A-Process", pair.a().process())
            .tag("Handle-A-Owner", pair.a().owner())
            .tag("Handle-B-Name", pair.b().handle())
            .tag("Handle-B-Process", pair.b().process())
            .tag("Handle-B-Owner", pair.b().owner());
    return SagaMessages.reference(ao.spawn("session", mail).tags());
  }
}
