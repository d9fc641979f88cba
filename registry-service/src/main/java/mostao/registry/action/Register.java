package mostao.registry.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Ao;
import mostao.ao.process.Json;
import mostao.ao.process.Page;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.registry.model.Name;
import mostao.registry.model.RegistryChange;
import mostao.registry.model.RegistryView;

/**
 * Reserves a free name for a wallet and asks for its handle process. {@link Spawned} activates it.
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
          return taken.isEmpty() ? reserve(request, handle) : known(taken.get(), owner);
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

  private static Answer<RegistryChange> reserve(Request<RegistryView> request, String handle) {
    String profile = profile(request);
    int bytes = Page.bytes(profile);
    if (bytes > request.rules().profileBytes()) {
      return Answer.refused(
          Refusal.tooLarge("the profile", bytes, request.rules().profileBytes(), "bytes"));
    }
    Ao ao = request.ao();
    String owner = request.message().from();
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
    return Answer.reply(
        Json.pending().put("handle", handle), List.of(new RegistryChange.PutName(name)));
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
