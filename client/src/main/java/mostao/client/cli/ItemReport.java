package mostao.client.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.Bundle;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.Refusal;
import mostao.ao.ans104.VerifiedBundle;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.message.Tag;
import mostao.client.terminal.Printable;

/**
 * The report about one line, as JSON. Thread-safe.
 *
 * <p>The keys are always there. An invalid item is reported with its kind and the reason only:
 * fields without a valid signature are not handed on (rule R17).
 */
final class ItemReport {
  // The JSON arrives intact in any console encoding.
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final int NUMBER = 32;
  private static final int NUMBER_LOW = 8;
  private static final int MOSTLY = 16;

  private final Verifier verifier;
  private final boolean withItems;

  /**
   * @param withItems whether a bundle's line also lists its items, under the key {@code items}
   */
  ItemReport(Verifier verifier, boolean withItems) {
    this.verifier = verifier;
    this.withItems = withItems;
  }

  String of(String line) {
    Optional<byte[]> bytes = Base64Url.decode(line);
    if (bytes.isEmpty()) {
      return invalid("item", "the line is not base64url without padding");
    }
    byte[] encoded = bytes.get();
    Reading<VerifiedItem> item = verifier.read(encoded);
    // Only bytes that are not a valid item can be a bundle. Whether it was meant as one can't be
    // seen by
    // trying:
    // the headers of a bundle of five read like an item of type 5 without tags.
    return item.isOk() || !isMeantAsBundle(encoded)
        ? item.fold(this::item, refusal -> invalid("item", refusal))
        : Bundle.parse(encoded)
            .then(verifier::verify)
            .fold(this::bundle, refusal -> invalid("bundle", refusal));
  }

  String tooLong(int maxLength) {
    return invalid("item", "the line is longer than " + maxLength + " characters");
  }

  // A bundle begins with its item count and the first item's size, 256 bits little-endian each, of
  // which nearly all bytes are zero, even in one that was damaged there; of a signature hardly any
  // is. A signature of zeros alone, which forgers like, would be an item without bytes.
  private static boolean isMeantAsBundle(byte[] encoded) {
    return encoded.length >= NUMBER
        && zeros(encoded, NUMBER_LOW, NUMBER) >= MOSTLY
        && (encoded.length < 2 * NUMBER || isSize(encoded));
  }

  private static boolean isSize(byte[] encoded) {
    return zeros(encoded, NUMBER + NUMBER_LOW, 2 * NUMBER) >= MOSTLY
        && zeros(encoded, NUMBER, 2 * NUMBER) < NUMBER;
  }

  private static int zeros(byte[] bytes, int from, int to) {
    int zeros = 0;
    for (int i = from; i < to; i++) {
      zeros += bytes[i] == 0 ? 1 : 0;
    }
    return zeros;
  }

  private String item(VerifiedItem item) {
    return write(itemFields(item));
  }

  private static ObjectNode itemFields(VerifiedItem item) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("valid", true);
    line.put("kind", "item");
    line.put("id", item.id());
    line.put("signatureType", item.type().code());
    line.put("address", item.owner());
    line.put("target", item.targetId());
    ArrayNode tags = line.putArray("tags");
    for (Tag tag : item.tags()) {
      tags.addObject().put("name", tag.name()).put("value", tag.value());
    }
    line.putNull("reason");
    return line;
  }

  private String bundle(VerifiedBundle bundle) {
    ObjectNode line = unknown(true, "bundle").putNull("reason");
    if (withItems) {
      ArrayNode items = line.putArray("items");
      flatten(bundle, items);
    }
    return write(line);
  }

  private static void flatten(VerifiedBundle bundle, ArrayNode items) {
    List<VerifiedItem> here = bundle.items();
    for (int i = 0; i < here.size(); i++) {
      ObjectNode fields = itemFields(here.get(i));
      VerifiedBundle nested = bundle.nested().get(i);
      if (nested != null) {
        flatten(nested, fields.putArray("items"));
      }
      items.add(fields);
    }
  }

  private static String invalid(String kind, Refusal refusal) {
    return invalid(kind, refusal.toString());
  }

  private static String invalid(String kind, String reason) {
    return write(unknown(false, kind).put("reason", reason));
  }

  private static ObjectNode unknown(boolean valid, String kind) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("valid", valid);
    line.put("kind", kind);
    line.putNull("id");
    line.putNull("signatureType");
    line.putNull("address");
    line.putNull("target");
    line.putNull("tags");
    return line;
  }

  private static String write(ObjectNode line) {
    try {
      return Printable.json(MAPPER.writeValueAsString(line));
    } catch (JsonProcessingException bug) {
      throw new IllegalStateException("a JSON tree can always be written", bug);
    }
  }
}
