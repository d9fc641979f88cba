package mostao.registry.action;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Json;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.registry.model.KeptName;
import mostao.registry.model.Name;
import mostao.registry.model.RegistryChange;
import mostao.registry.model.RegistryView;

/**
 * Gives a name up, also while it is pending. For a while it is kept for its last owner, so that
 * nobody takes the place of somebody whom others know. Its process and sessions stay; a later
 * registration of the name gets a process of its own.
 */
final class Renounce implements Action<RegistryView, RegistryChange> {
  @Override
  public Answer<RegistryChange> perform(Request<RegistryView> request) {
    return HandleArguments.one(
        request,
        handle -> {
          Optional<Name> name = request.view().name(handle);
          if (name.isEmpty()) {
            return Answer.refused(HandleArguments.notFound(handle, name));
          }
          if (!request.isWallet(name.get().owner())) {
            return Answer.refused(
                Refusal.unauthorized(
                    "only the wallet that owns "
                        + Refusal.quote(handle)
                        + " renounces it, with a message it has signed itself; "
                        + Refusal.quote(request.message().from())
                        + " has not"));
          }
          return Answer.reply(Json.success(), changes(request, name.get()));
        });
  }

  private static List<RegistryChange> changes(Request<RegistryView> request, Name name) {
    List<RegistryChange> changes = new ArrayList<>();
    changes.add(new RegistryChange.RemoveName(name.handle()));
    if (request.rules().quotas().keptNameMs() > 0) {
      changes.add(
          new RegistryChange.KeepName(
              new KeptName(name.handle(), name.owner(), request.message().timestamp())));
    }
    changes.addAll(Quotas.swept(request));
    return changes;
  }
}
