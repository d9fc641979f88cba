package mostao.registry.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Json;
import mostao.ao.process.Request;
import mostao.registry.model.Name;
import mostao.registry.model.RegistryChange;
import mostao.registry.model.RegistryView;

/** The owner and the process of a name. Open to all. */
final class QueryHandle implements Action<RegistryView, RegistryChange> {
  @Override
  public Answer<RegistryChange> perform(Request<RegistryView> request) {
    return HandleArguments.one(
        request, handle -> Answer.reply(found(handle, request.view().name(handle))));
  }

  private static ObjectNode found(String handle, Optional<Name> name) {
    ObjectNode body =
        Json.success()
            .put("handle", name.map(Name::handle).orElse(handle))
            .put("registered", name.filter(Name::isActive).isPresent());
    name.ifPresent(
        known -> {
          if (known.isActive()) {
            body.put("pid", known.process()).put("owner", known.owner());
          } else {
            body.put("pending", true);
          }
        });
    return body;
  }
}
