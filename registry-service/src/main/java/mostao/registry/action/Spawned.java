package mostao.registry.action;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mostao.ao.message.Names;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.registry.model.Name;
import mostao.registry.model.RegistryChange;
import mostao.registry.model.RegistryView;
import mostao.registry.model.SessionLink;

/**
 * A process this Registry asked for is there: the name becomes active, or the two handles of the
 * session are told. A Spawned that no request waits for (any more) is ignored: the name was
 * renounced meanwhile, or the message came twice.
 */
final class Spawned implements Action<RegistryView, RegistryChange> {
  @Override
  public Answer<RegistryChange> perform(Request<RegistryView> request) {
    if (!request.isProcess(request.env().id())) {
      return Answer.refused(
          Refusal.unauthorized(
              "Spawned is what this process tells itself through its authority; "
                  + Refusal.quote(request.message().from())
                  + " can't"));
    }
    Optional<Long> reference = SagaMessages.reference(request.message(), Names.REFERENCE);
    Optional<String> process = request.message().tag(Names.PROCESS).filter(p -> !p.isBlank());
    if (reference.isEmpty() || process.isEmpty()) {
      return Answer.refused(
          Refusal.invalidData(
              "Spawned needs the tags Process, the new process, and Reference, a number"));
    }
    Optional<Name> name =
        request.view().nameSpawnedAs(reference.get()).filter(waiting -> !waiting.isActive());
    if (name.isPresent()) {
      return activate(request, name.get(), process.get());
    }
    return request
        .view()
        .linkSpawnedAs(reference.get())
        .filter(waiting -> waiting.status() == SessionLink.Status.SPAWNING)
        .map(link -> tell(request, link.spawned(process.get())))
        .orElseGet(() -> Answer.quiet(List.of()));
  }

  private static Answer<RegistryChange> activate(
      Request<RegistryView> request, Name waiting, String process) {
    Name name = waiting.activated(process);
    SagaMessages.later(
        request.ao(), name.owner(), "Registered", waiting.request(), Register.registered(name));
    return Answer.quiet(List.of(new RegistryChange.PutName(name)));
  }

  private static Answer<RegistryChange> tell(Request<RegistryView> request, SessionLink link) {
    List<RegistryChange> changes = new ArrayList<>();
    changes.add(new RegistryChange.PutLink(link));
    SagaMessages.tell(request.ao(), link, Set.of(), changes);
    return Answer.quiet(changes);
  }
}
