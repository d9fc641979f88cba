package mostao.ao.unit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import mostao.ao.message.Tags;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.ItemData;
import mostao.ao.wire.JsonFields;
import mostao.ao.wire.Wire;

/**
 * The body of a dry-run request. In JSON, absent fields are empty, since an unsigned dry-run has no
 * id and often no owner; an absent {@code From} is the owner.
 *
 * @param data text; base64url when {@code binary}
 * @param binary whether the data is not text
 * @param proven whether the gateway has verified who asks
 */
public record DryRunBody(
    String id,
    String owner,
    String from,
    String anchor,
    String data,
    boolean binary,
    Tags tags,
    boolean proven) {
  private static final String ENCODING = "Data-Encoding";
  private static final String BASE64URL = "base64url";

  public DryRunBody {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(anchor, "anchor");
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(tags, "tags");
  }

  /** Of a message whose owner speaks for itself. */
  public static DryRunBody of(
      String id, String owner, String anchor, ItemData data, Tags tags, boolean proven) {
    Optional<String> text = data.text();
    return new DryRunBody(
        id, owner, owner, anchor, text.orElseGet(data::base64Url), text.isEmpty(), tags, proven);
  }

  public ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("Id", id).put("Owner", owner).put("From", from);
    node.put("Anchor", anchor).put("Data", data);
    if (binary) {
      node.put(ENCODING, BASE64URL);
    }
    node.set("Tags", Wire.json(tags));
    return node.put("Proven", proven);
  }

  byte[] encode() {
    return JsonFields.write(json());
  }

  /** The body as a unit gets it. */
  public static Decoded<DryRunBody> decode(byte[] body) {
    return JsonFields.decode(body, DryRunBody::read);
  }

  private static DryRunBody read(JsonFields body) {
    String owner = body.optional("Owner").orElse("");
    String data = body.optional("Data").orElse("");
    Optional<ItemData> encoded =
        body.optional(ENCODING).filter(name -> !name.isEmpty()).map(name -> decoded(name, data));
    Optional<String> text = encoded.map(ItemData::text).orElse(Optional.of(data));
    return new DryRunBody(
        body.optional("Id").orElse(""),
        owner,
        body.optional("From").orElse(owner),
        body.optional("Anchor").orElse(""),
        text.orElse(data),
        text.isEmpty(),
        body.has("Tags") ? body.tags() : Tags.none(),
        body.has("Proven") && body.flag("Proven"));
  }

  private static ItemData decoded(String encoding, String data) {
    if (!encoding.equals(BASE64URL)) {
      throw JsonFields.wrong(
          ENCODING + " is " + UnitError.quote(encoding) + ": give base64url or leave it out");
    }
    try {
      ItemData decoded = ItemData.of(Base64.getUrlDecoder().decode(data));
      if (decoded.base64Url().equals(data)) {
        return decoded;
      }
    } catch (IllegalArgumentException notBase64) {
      throw notBase64Url();
    }
    throw notBase64Url();
  }

  private static RuntimeException notBase64Url() {
    return JsonFields.wrong("Data is not base64url, though " + ENCODING + " says so");
  }
}
