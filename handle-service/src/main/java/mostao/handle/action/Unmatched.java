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
import mostao.ao.process.Rules;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleKey;
import mostao.handle.model.HandleView;
import mostao.handle.model.InboxHead;
import mostao.handle.model.InboxMessage;
import mostao.handle.model.SenderShare;

/**
 * A message that matches no Action goes into the inbox, of which the newest are kept, and of one
 * sender not too many. When the inbox is full, whoever has most there makes room: many senders
 * together can't drive out what somebody else has sent. Data beyond the limit of a content is
 * refused; of a response, which can't be refused, the data is left out.
 */
final class Unmatched implements Action<HandleView, HandleChange> {
  /** Two for one kept: an inbox that is over its limit shrinks, and no message pays for many. */
  private static final int DROPPED_AT_ONCE = 2;

  @Override
  public Set<RowKey> rowKeys(Message message) {
    return Set.of(new HandleKey.Inbox(), new HandleKey.Share(message.from()));
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
    InboxHead inbox = request.view().inboxHead();
    List<HandleChange> changes = new ArrayList<>();
    changes.add(
        new HandleChange.KeepMessage(
            new InboxMessage(
                inbox.last() + 1,
                message.id(),
                message.from(),
                message.owner(),
                message.action(),
                message.tags().list(),
                large ? "" : message.data(),
                message.binary(),
                large ? bytes : 0,
                message.timestamp())));
    changes.addAll(room(request.view(), request.rules(), message.from(), inbox.kept() + 1));
    return Answer.quiet(changes);
  }

  private static List<HandleChange> room(HandleView view, Rules rules, String sender, long kept) {
    long ofSender = view.share(sender).map(SenderShare::kept).orElse(0L) + 1;
    long senderOver = ofSender - rules.quotas().inboxOfSender();
    if (senderOver > 0) {
      return drop(view, sender, senderOver);
    }
    long over = kept - rules.inboxMessages();
    if (over <= 0) {
      return List.of();
    }
    List<SenderShare> largest = view.largestShares((int) Math.min(over, DROPPED_AT_ONCE));
    return largest.size() == 1
        ? drop(view, largest.get(0).sender(), over)
        : largest.stream()
            .<HandleChange>map(
                share -> new HandleChange.DropMessage(share.sender(), share.oldest()))
            .toList();
  }

  private static List<HandleChange> drop(HandleView view, String sender, long over) {
    return view.oldestOf(sender, (int) Math.min(over, DROPPED_AT_ONCE)).stream()
        .<HandleChange>map(oldest -> new HandleChange.DropMessage(sender, oldest))
        .toList();
  }
}
