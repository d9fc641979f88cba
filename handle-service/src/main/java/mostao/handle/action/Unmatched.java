package mostao.handle.action;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import mostao.ao.message.Message;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Page;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.ao.process.RowKey;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleKey;
import mostao.handle.model.HandleView;
import mostao.handle.model.InboxBounds;
import mostao.handle.model.InboxMessage;

/**
 * A message that matches no Action goes into the inbox, of which the newest are kept. Data beyond
 * the limit of a content is refused; of a response, which can't be refused, the data is left out.
 */
final class Unmatched implements Action<HandleView, HandleChange> {
  /** Two for one kept: an inbox that is over its limit shrinks, and no message pays for many. */
  private static final int DROPPED_AT_ONCE = 2;

  @Override
  public Set<RowKey> rowKeys(Message message) {
    return Set.of(new HandleKey.Bounds());
  }

  @Override
  public Answer<HandleChange> perform(Request<HandleView> request) {
    Message message = request.message();
    int bytes = Page.bytes(message.data());
    int limit = request.rules().contentBytes();
    boolean large = bytes > limit;
    if (large && !message.action().endsWith("-Response")) {
      return Answer.refused(Refusal.tooLarge("data", bytes, limit, "bytes"));
    }
    InboxBounds bounds = request.view().inboxBounds();
    List<HandleChange> changes = new ArrayList<>();
    changes.add(
        new HandleChange.KeepMessage(
            new InboxMessage(
                bounds.last() + 1,
                message.id(),
                message.from(),
                message.owner(),
                message.action(),
                message.tags().list(),
                large ? "" : message.data(),
                message.binary(),
                large ? bytes : 0,
                message.timestamp())));
    long over = bounds.count() + 1 - request.rules().inboxMessages();
    if (over > 0) {
      long last = bounds.first() - 1 + Math.min(over, DROPPED_AT_ONCE);
      changes.add(new HandleChange.DropMessages(bounds.first(), last));
    }
    return Answer.quiet(changes);
  }
}
