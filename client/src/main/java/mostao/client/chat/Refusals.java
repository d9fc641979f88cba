package mostao.client.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Names;
import mostao.ao.process.Json;
import mostao.client.http.AoClient;
import mostao.client.http.GatewayException;

/**
 * Tells a refusal from what only looks like one. A {@code Reference} is a small number that anybody
 * can guess, and with {@code Reply-To} anybody can have a process answer to somebody else; but only
 * the authority signs what a process says, and {@code Pushed-For} is the id of the item that began
 * the chain.
 */
final class Refusals {
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final ProcessClient asking;
  private final String handle;
  private final String authority;

  Refusals(ProcessClient asking, String handle, String authority) {
    this.asking = asking;
    this.handle = handle;
    this.authority = authority;
  }

  /** The refusal in this row of the inbox, if it is one of what was relayed. */
  Optional<RefusedException> of(JsonNode row, Handle.Relayed relayed, String asked)
      throws IOException, InterruptedException {
    boolean ours =
        row.path("from").asText().equals(asked)
            && row.path("owner").asText().equals(authority)
            && tag(row, Names.PUSHED_FOR).equals(relayed.id())
            && tag(row, Names.X_REFERENCE).equals(relayed.reference())
            && !tag(row, Names.ERROR).isEmpty();
    if (!ours || !isSigned(row, relayed, asked)) {
      return Optional.empty();
    }
    String sentence =
        Json.parse(row.path("data").asText()).map(r -> r.path("message").asText()).orElse("");
    String action = tag(row, Names.ACTION).replace("-Response", "");
    return Optional.of(new RefusedException(action, tag(row, Names.ERROR), sentence));
  }

  // The row is the server's word; the item is not.
  private boolean isSigned(JsonNode row, Handle.Relayed relayed, String asked)
      throws IOException, InterruptedException {
    AoClient client = asking.client();
    String id = row.path("messageId").asText();
    VerifiedItem item;
    try {
      item = client.messageItem(handle, id);
    } catch (GatewayException gone) {
      if (gone.status() == FORBIDDEN || gone.status() == NOT_FOUND) {
        return false;
      }
      throw gone;
    } catch (IOException doesNotVerify) {
      return false;
    }
    return item.id().equals(id)
        && item.owner().equals(authority)
        && item.targetId().equals(handle)
        && first(item, Names.FROM_PROCESS).equals(asked)
        && first(item, Names.PUSHED_FOR).equals(relayed.id())
        && first(item, Names.X_REFERENCE).equals(relayed.reference())
        && first(item, Names.ERROR).equals(tag(row, Names.ERROR));
  }

  private static String first(VerifiedItem item, String name) {
    return item.tags().first(name).orElse("");
  }

  private static String tag(JsonNode row, String name) {
    for (JsonNode tag : row.path("tags")) {
      if (tag.path("name").asText().equals(name)) {
        return tag.path("value").asText();
      }
    }
    return "";
  }
}
