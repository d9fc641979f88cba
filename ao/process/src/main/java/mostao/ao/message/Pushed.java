package mostao.ao.message;

import java.util.Set;

/** What of a process's message stands in the item that the authority signs for it. */
public final class Pushed {
  /** Tags that the messenger sets itself, whatever a process sends. */
  private static final Set<String> OF_THE_MESSENGER =
      Set.of(
          Names.DATA_PROTOCOL,
          Names.TYPE,
          Names.FROM_PROCESS,
          Names.FROM_MODULE,
          Names.PUSHED_FOR,
          Names.PUSH_DEPTH,
          "Assignments");

  private Pushed() {}

  /** The tags that the process set, which are the first. */
  public static Tags tags(Result.Outgoing message) {
    return message.tags().without(OF_THE_MESSENGER);
  }

  /** An item's data is never empty on AO. */
  public static String data(String data) {
    return data.isEmpty() ? " " : data;
  }
}
