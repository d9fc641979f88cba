package mostao.registry.action;

import java.util.List;
import java.util.Optional;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Json;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.registry.model.Name;
import mostao.registry.model.RegistryChange;
import mostao.registry.model.RegistryView;

/**
 * Gives a name up, also while it is pending. Its process and sessions stay; a later registration of
 * the name gets a process of its own.
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
          return Answer.reply(
              Json.success(), List.of(new RegistryChange.RemoveName(name.get().handle())));
        });
  }
}
