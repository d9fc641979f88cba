package mostao.handle.action;

import java.util.List;
import java.util.Set;
import mostao.ao.message.Message;
import mostao.ao.message.Names;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Request;
import mostao.ao.process.RowKey;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleView;

/**
 * A session did as the owner decided. If it refused, it is a message like any other, which the
 * owner may want to see.
 */
final class SetBlockedResponse implements Action<HandleView, HandleChange> {
  private final Unmatched unmatched = new Unmatched();

  @Override
  public String name() {
    return "SetBlocked-Response";
  }

  @Override
  public Set<RowKey> rowKeys(Message message) {
    return unmatched.rowKeys(message);
  }

  @Override
  public Answer<HandleChange> perform(Request<HandleView> request) {
    Message message = request.message();
    return request.isProcess(message.from()) && message.tag(Names.ERROR).isEmpty()
        ? Answer.quiet(List.of())
        : unmatched.perform(request);
  }
}
