package mostao.handle.action;

import mostao.ao.process.ActionTable;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleView;

/** The Actions of a handle. A message that no Action matches is kept in the inbox. */
public final class HandleActions {
  private HandleActions() {}

  public static ActionTable<HandleView, HandleChange> table() {
    return ActionTable.<HandleView, HandleChange>of(
            "handle", env -> env.tags().first(HandleAccess.NAME).orElse(""))
        .onBirth(new Birth())
        .on(new ProfileUpdate())
        .on(new GetProfile())
        .on(new RelayMessage())
        .on(new UpdateChatList())
        .on(new GetChatList())
        .on(new Notify())
        .on(new SendMessageResponse())
        .on(new MarkViewed())
        .on(new AnswerRequest())
        .on(new Block())
        .on(new Unblock())
        .on(new SetBlockedResponse())
        .on(new GetInbox())
        .otherwise(new Unmatched())
        .build();
  }
}
