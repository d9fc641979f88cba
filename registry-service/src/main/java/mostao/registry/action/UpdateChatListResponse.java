package mostao.registry.action;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mostao.ao.message.Message;
import mostao.ao.message.Names;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.registry.model.Notice;
import mostao.registry.model.RegistryChange;
import mostao.registry.model.RegistryView;
import mostao.registry.model.Requester;
import mostao.registry.model.SessionLink;

/**
 * A handle has the session in its chat list. Once both have, the session is active and every
 * requester gets a message. A handle's refusal leaves the saga where it is: the next {@link
 * EstablishSession} tells that handle again.
 */
final class UpdateChatListResponse implements Action<RegistryView, RegistryChange> {
  @Override
  public String name() {
    return "UpdateChatList-Response";
  }

  @Override
  public Answer<RegistryChange> perform(Request<RegistryView> request) {
    Message message = request.message();
    Optional<Notice> notice =
        SagaMessages.reference(message, Names.X_REFERENCE).flatMap(request.view()::notice);
    if (notice.isEmpty()) {
      return Answer.quiet(List.of());
    }
    if (!request.isProcess(notice.get().process())) {
      return Answer.refused(
          Refusal.unauthorized(Refusal.quote(message.from()) + " did not get that reference"));
    }
    if (message.tag(Names.ERROR).isPresent()) {
      return Answer.quiet(List.of(new RegistryChange.RemoveNotice(notice.get().reference())));
    }
    return request
        .view()
        .link(notice.get().processA(), notice.get().processB())
        .map(link -> answered(request, link, notice.get()))
        .orElseThrow(() -> new IllegalStateException("a notice without a link: " + notice.get()));
  }

  private static Answer<RegistryChange> answered(
      Request<RegistryView> request, SessionLink before, Notice notice) {
    SessionLink link = before.answeredBy(notice.side());
    List<RegistryChange> changes = new ArrayList<>();
    changes.add(new RegistryChange.PutLink(link));
    changes.add(
        new RegistryChange.RemoveNotices(notice.processA(), notice.processB(), notice.side()));
    if (link.status() == SessionLink.Status.ACTIVE) {
      for (Requester requester : before.requesters()) {
        SagaMessages.later(
            request.ao(),
            requester.target(),
            "SessionEstablished",
            requester.reference(),
            SagaMessages.established(link));
      }
    }
    return Answer.quiet(changes);
  }
}
