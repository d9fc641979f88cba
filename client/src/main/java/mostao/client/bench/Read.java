package mostao.client.bench;

import java.util.Arrays;
import java.util.Optional;

/** What can be asked of a running system, by its Action. */
public enum Read {
  /** A page of a session's history, with proof. */
  QUERY_MESSAGE("QueryMessage"),
  /** A name, at the Registry. */
  QUERY_HANDLE("QueryHandle"),
  /** The names of an owner, at the Registry. */
  GET_HANDLES("GetHandles"),
  /** The session of two names, at the Registry, with proof. */
  QUERY_SESSION("QuerySession"),
  /** The sessions of a handle, at the handle, with proof. */
  GET_CHAT_LIST("GetChatList");

  private final String action;

  Read(String action) {
    this.action = action;
  }

  public String action() {
    return action;
  }

  /** The one with this Action, if there is one. */
  public static Optional<Read> of(String action) {
    return Arrays.stream(values()).filter(read -> read.action.equals(action)).findFirst();
  }
}
