package mostao.registry.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import mostao.registry.model.SessionLink;

/**
 * The session of two names, in any order, once it is active. For those it belongs to: the owner of
 * either name, or its handle. Everybody else gets the same answer whatever there is, so that nobody
 * learns who talks to whom.
 */
final class QuerySession implements Action<RegistryView, RegistryChange> {
  @Override
  public Answer<RegistryChange> perform(Request<RegistryView> request) {
    return HandleArguments.some(
        request,
        handles ->
            handles.size() == 2
                ? answer(request, handles)
                : Answer.refused(HandleArguments.needsTwo(request)));
  }

  private static Answer<RegistryChange> answer(
      Request<RegistryView> request, List<String> handles) {
    RegistryView view = request.view();
    view.prefetchSession(handles.get(0), handles.get(1));
    boolean own = handles.stream().anyMatch(handle -> isOwn(request, view.name(handle)));
    if (!own && !request.rules().openReads()) {
      return Answer.refused(
          Refusal.unauthorized(
              Refusal.quote(request.message().from())
                  + " did not prove to own "
                  + Refusal.quote(handles.get(0))
                  + " or "
                  + Refusal.quote(handles.get(1))
                  + ": their session is told to their owners alone; sign with the wallet of one"));
    }
    Optional<SessionLink> link =
        HandlePair.of(view, handles.get(0), handles.get(1))
            .flatMap(pair -> view.link(pair.a().process(), pair.b().process()));
    if (link.isPresent() && link.get().status() == SessionLink.Status.ACTIVE) {
      return Answer.reply(Json.success().put("sessionID", link.get().sessionProcess()));
    }
    ObjectNode details = Json.object().putNull("sessionID");
    return new Answer.Refused<>(
        new Refusal(
            Refusal.Code.SESSION_NOT_FOUND,
            link.isPresent()
                ? "the session of "
                    + Refusal.quote(handles.get(0))
                    + " and "
                    + Refusal.quote(handles.get(1))
                    + " is being established: try again"
                : Refusal.quote(handles.get(0))
                    + " and "
                    + Refusal.quote(handles.get(1))
                    + " have no session: EstablishSession makes one"),
        details);
  }

  private static boolean isOwn(Request<RegistryView> request, Optional<Name> name) {
    return name.filter(Name::isActive)
        .filter(own -> request.isWallet(own.owner()) || request.isProcess(own.process()))
        .isPresent();
  }
}
