package mostao.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.DataItem;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.SignatureType;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;

/** An item as a gateway shows it in JSON, made whole again: only what was signed verifies. */
final class ShownItem {
  private static final Verifier VERIFIER = new Verifier();

  private ShownItem() {}

  /**
   * The item; empty if no kind of signature holds over what is shown.
   *
   * @param anchorIsText or base64url
   */
  static Optional<VerifiedItem> of(JsonNode shown, boolean anchorIsText) {
    Optional<byte[]> signature = Base64Url.decode(shown.path("signature").asText(""));
    Optional<byte[]> owner = Base64Url.decode(shown.path("owner").path("key").asText(""));
    String target = shown.path("target").asText("");
    Optional<byte[]> to = Base64Url.decode(target);
    String anchor = shown.path("anchor").asText("");
    Optional<byte[]> anchored = anchorIsText ? utf8(anchor) : Base64Url.decode(anchor);
    String content = shown.path("data").asText("");
    Optional<byte[]> data =
        shown.path("data_encoding").asText("").equals("base64url")
            ? Base64Url.decode(content)
            : utf8(content);
    boolean whole =
        signature.isPresent()
            && owner.isPresent()
            && to.isPresent()
            && anchored.isPresent()
            && data.isPresent();
    if (!whole) {
      return Optional.empty();
    }
    List<Tag> tags = new ArrayList<>();
    for (JsonNode tag : shown.path("tags")) {
      tags.add(new Tag(tag.path("name").asText(""), tag.path("value").asText("")));
    }
    // The kind of key is not shown; its lengths leave few, and of those one verifies.
    for (SignatureType type : SignatureType.values()) {
      if (type.signatureLength() == signature.get().length
          && type.ownerLength() == owner.get().length) {
        Reading<VerifiedItem> read =
            DataItem.of(
                    type,
                    signature.get(),
                    owner.get(),
                    to.get(),
                    anchored.get(),
                    new Tags(tags),
                    data.get())
                .then(VERIFIER::verify);
        if (read instanceof Reading.Ok<VerifiedItem> ok) {
          return Optional.of(ok.value());
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<byte[]> utf8(String text) {
    return Optional.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
