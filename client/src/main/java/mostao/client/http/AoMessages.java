package mostao.client.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import mostao.ao.ans104.Draft;
import mostao.ao.message.Names;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import mostao.ao.process.Json;

/** Items as AO messages. */
public final class AoMessages {
  private static final Set<String> OURS = Set.of(Names.DATA_PROTOCOL, Names.VARIANT, Names.TYPE);
  private static final Tags PROTOCOL =
      Tags.of(
          Names.DATA_PROTOCOL,
          Names.AO,
          Names.VARIANT,
          Names.VARIANT_TN_1,
          Names.TYPE,
          Names.TYPE_MESSAGE);

  private static final int RANDOM_BYTES = 24;
  private static final SecureRandom RANDOM = new SecureRandom();

  private AoMessages() {}

  /**
   * A message for a process. Its anchor is random, so that saying the same twice makes two messages
   * also with wallets whose signatures are deterministic.
   *
   * @param tags Action and whatever else; the protocol's own are put behind them
   */
  public static Draft draft(String process, Tags tags, String data) {
    return Draft.empty().to(process).anchor(randomAnchor()).tags(withProtocol(tags)).data(data);
  }

  /**
   * The body of an unsigned dry-run.
   *
   * @param owner who is said to ask; nobody believes it without an access token
   */
  public static byte[] dryRun(String process, String owner, Tags tags, String data) {
    ObjectNode body = Json.object().put("Id", "1234").put("Target", process).put("Owner", owner);
    body.put("Anchor", "0").put("Data", data);
    ArrayNode list = body.putArray("Tags");
    for (Tag tag : withProtocol(tags)) {
      list.addObject().put("name", tag.name()).put("value", tag.value());
    }
    return Json.write(body).getBytes(StandardCharsets.UTF_8);
  }

  private static Tags withProtocol(Tags tags) {
    return tags.without(OURS).and(PROTOCOL);
  }

  /** 24 bytes are 32 characters, the length of an anchor, and processes see it as text. */
  public static String randomAnchor() {
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
