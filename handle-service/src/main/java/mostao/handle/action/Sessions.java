package mostao.handle.action;

import java.util.Optional;
import mostao.ao.process.Request;
import mostao.handle.model.ChatEntry;
import mostao.handle.model.HandleView;

/** The sessions this handle knows. */
final class Sessions {
  private Sessions() {}

  /** The entry of the calling session; empty for any other caller. */
  static Optional<ChatEntry> speaking(Request<HandleView> request) {
    String from = request.message().from();
    return request.isProcess(from) ? request.view().chat(from) : Optional.empty();
  }
}
