package mostao.registry.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Ao;
import mostao.ao.process.Json;
import mostao.ao.process.Page;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.registry.model.KeptName;
import mostao.registry.model.Name;
import mostao.registry.model.RegistryChange;
import mostao.registry.model.RegistryView;
import mostao.registry.model.Use;

/**
 * Reserves a free name for a wallet and asks for its handle process. {@link Spawned} activates it.
 * A renounced name is free for its last owner alone at first.
 */
final class Register implements Action<RegistryView, RegistryChange> {
  @Override
  public Answer<RegistryChange> perform(Request<RegistryView> request) {
    String owner = request.message().from();
    if (!request.isWallet(owner)) {
      return Answer.refused(
          Refusal.unauthorized(
              "only a wallet registers a name, with a message it has signed itself; "
                  + Refusal.quote(owner)
                  + " has not"));
    }
    return HandleArguments.one(
        request,
        handle -> {
          Optional<Name> taken = request.view().name(handle);
          if (taken.isPresent()) {
            return known(taken.get(), owner);
          }
          Optional<KeptName> kept = request.view().kept(handle);
          return kept.filter(name -> Quotas.isKept(request, name)).isPresent()
                  && !kept.get().owner().equals(owner)
              ? keptForAnother(request, kept.get())
              : reserve(request, handle, kept);
        });
  }

  private static Answer<RegistryChange> known(Name name, String owner) {
    if (!name.owner().equals(owner)) {
      return Answer.refused(
          new Refusal(
              Refusal.Code.HANDLE_TAKEN,
              "the name " + Refusal.quote(name.handle()) + " is taken: choose another"));
    }
    return Answer.reply(
        name.isActive() ? registered(name) : Json.pending().put("handle", name.handle()));
  }

  private static Answer<RegistryChange> keptForAnother(
      Request<RegistryView> request, KeptName name) {
    long until = Quotas.keptUntil(request, name);
    ObjectNode details = Json.object();
    details.set("until", Json.seconds(until));
    return new Answer.Refused<>(
        new Refusal(
            Refusal.Code.HANDLE_TAKEN,
            "the name "
                + Refusal.quote(name.handle())
                + " was renounced and is kept for its last owner until "
                + Instant.ofEpochMilli(until)
                + ": choose another"),
        details);
  }

  private static Answer<RegistryChange> reserve(
      Request<RegistryView> request, String handle, Optional<KeptName> kept) {
    String profile = profile(request);
    int bytes = Page.bytes(profile);
    if (bytes > request.rules().profileBytes()) {
      return Answer.refused(
          Refusal.tooLarge("the profile", bytes, request.rules().profileBytes(), "bytes"));
    }
    String owner = request.message().from();
    boolean ownAgain =
        kept.filter(name -> Quotas.isKept(request, name) && name.owner().equals(owner)).isPresent();
    Optional<Answer<RegistryChange>> exceeded =
        (ownAgain ? none() : Quotas.noFurtherName(request, owner))
            .or(() -> Quotas.noFurtherBirth(request, owner));
    if (exceeded.isPresent()) {
      return exceeded.get();
    }
    Ao ao = request.ao();
    long reference =
        SagaMessages.reference(
            ao.spawn(
                    "handle",
                    SagaMessages.spawn(ao)
                        .tag("Handle-Name", handle)
                        .tag("Handle-Owner", owner)
                        .data(profile))
                .tags());
    Name name =
        Name.reserved(handle, owner, reference, SagaMessages.referenceOf(request.message()));
    List<RegistryChange> changes = new ArrayList<>();
    changes.add(new RegistryChange.PutName(name));
    kept.ifPresent(before -> changes.add(new RegistryChange.FreeName(before.handle())));
    changes.add(Quotas.used(request, Use.Kind.BIRTH, owner, reference));
    for (RegistryChange swept : Quotas.swept(request)) {
      if (!changes.contains(swept)) {
        changes.add(swept);
      }
    }
    return Answer.reply(Json.pending().put("handle", handle), changes);
  }

  private static Optional<Answer<RegistryChange>> none() {
    return Optional.empty();
  }

  /** Everything a registering object says beside the name. */
  private static String profile(Request<RegistryView> request) {
    ObjectNode fields =
        request.arguments().object().map(ObjectNode::deepCopy).orElseGet(Json::object);
    fields.remove("handle");
    return Json.write(fields);
  }

  /** A name with its process, as its owner is told. */
  static ObjectNode registered(Name name) {
    return Json.success().put("handle", name.handle()).put("pid", name.process());
  }
}
