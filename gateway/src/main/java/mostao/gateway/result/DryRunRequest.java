package mostao.gateway.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Optional;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Names;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import mostao.ao.wire.ItemData;
import mostao.gateway.access.Freshness;
import mostao.gateway.access.ReadGuard;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.intake.Screening;

/** What is asked of a unit in a dry-run, made of what a client sent. Pure. */
final class DryRunRequest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String NOBODY = "1234";

  private DryRunRequest() {}

  /**
   * Of an unsigned dry-run, which is anonymous whatever it claims. {@code From} is the claimed
   * owner, since nobody speaks for a process here.
   */
  static Reply<ObjectNode> anonymous(JsonNode body) {
    return unsigned(body, Optional.empty());
  }

  /**
   * Of an unsigned dry-run that shows an access token: it comes from the token's wallet, provably.
   * An owner in the body may be left out, or be the placeholder of AO's client, or that wallet.
   */
  static Reply<ObjectNode> shown(JsonNode body, String wallet) {
    return unsigned(body, Optional.of(wallet));
  }

  private static Reply<ObjectNode> unsigned(JsonNode body, Optional<String> wallet) {
    if (!body.isObject()) {
      return Reply.denied(
          ApiError.invalidRequest(
              "the body is not a JSON object; send {Id, Target, Owner, Anchor, Data, Tags}"));
    }
    ObjectNode request = MAPPER.createObjectNode();
    for (String name : new String[] {"Id", "Owner", "Anchor", "Data"}) {
      JsonNode value = body.path(name);
      if (!(value.isTextual() || value.isMissingNode() || value.isNull() || value.isNumber())) {
        return Reply.denied(
            ApiError.invalidRequest("'" + name + "' is " + value.getNodeType() + "; send text"));
      }
      boolean given = value.isTextual() || value.isNumber();
      request.put(name, given ? value.asText() : name.equals("Anchor") ? "0" : NOBODY);
    }
    String claimed = request.path("Owner").textValue();
    if (wallet.isPresent() && !claimed.equals(NOBODY) && !ReadGuard.same(wallet.get(), claimed)) {
      return Reply.denied(
          ApiError.unauthorized(
              "'Owner' is "
                  + ApiError.quote(claimed)
                  + ", the access token is of wallet "
                  + wallet.get()
                  + "; leave the owner out, or the token"));
    }
    request.put("Owner", wallet.orElse(claimed)).put("From", wallet.orElse(claimed));
    ArrayNode tags = request.putArray("Tags");
    JsonNode given = body.path("Tags");
    if (!given.isArray() && !given.isMissingNode() && !given.isNull()) {
      return Reply.denied(
          ApiError.invalidRequest("'Tags' is " + given.getNodeType() + "; send an array"));
    }
    for (JsonNode tag : given) {
      JsonNode value = tag.path("value");
      if (!tag.path("name").isTextual() || !value.isValueNode() || value.isNull()) {
        return Reply.denied(
            ApiError.invalidRequest(
                "'Tags["
                    + tags.size()
                    + "]' is "
                    + ApiError.quote(tag.toString())
                    + "; send {\"name\": text, \"value\": text}"));
      }
      tags.addObject().put("name", tag.path("name").textValue()).put("value", value.asText());
    }
    request.put("Proven", wallet.isPresent());
    return Reply.given(request);
  }

  /**
   * Of a signed dry-run, whose sender is proven.
   *
   * @param process whom the request asks
   * @param freshness how far the item's {@code Timestamp} may be from now
   */
  static Reply<ObjectNode> proven(VerifiedItem item, String process, Freshness freshness) {
    Tags tags = item.tags();
    return refuse(item, tags, process)
        .or(() -> freshness.refuse(tags, "a signed dry-run"))
        .<Reply<ObjectNode>>map(Reply::denied)
        .orElseGet(() -> Reply.given(signed(item, tags)));
  }

  private static Optional<ApiError> refuse(VerifiedItem item, Tags tags, String process) {
    if (!tags.has(Names.DATA_PROTOCOL, Names.AO)) {
      return Optional.of(
          ApiError.notAo("Tag 'Data-Protocol': value 'ao' was not found on item " + item.id()));
    }
    String type = tags.ofAo(Names.TYPE).orElse("");
    if (!type.equals(Names.TYPE_MESSAGE)) {
      return Optional.of(
          ApiError.notAo(
              "Tag 'Type': value is " + ApiError.quote(type) + "; a dry-run is a 'Message'"));
    }
    if (Screening.speaksForProcess(tags)) {
      return Optional.of(
          ApiError.forged(
              "item " + item.id() + " has a From-Process tag; a dry-run speaks for its signer"));
    }
    return item.targetId().equals(process)
        ? Optional.empty()
        : Optional.of(
            ApiError.invalidRequest(
                "the item's target is "
                    + ApiError.quote(item.targetId())
                    + ", the process asked is "
                    + ApiError.quote(process)
                    + "; they must be the same"));
  }

  private static ObjectNode signed(VerifiedItem item, Tags tags) {
    ObjectNode request = MAPPER.createObjectNode();
    request.put("Id", item.id()).put("Owner", item.owner()).put("From", item.owner());
    request.put("Anchor", ItemData.of(item.item().anchor()).text().orElse(""));
    Optional<String> text = ItemData.of(item.data()).text();
    if (text.isPresent()) {
      request.put("Data", text.get());
    } else {
      request.put("Data", Base64.getUrlEncoder().withoutPadding().encodeToString(item.data()));
      request.put("Data-Encoding", "base64url");
    }
    ArrayNode list = request.putArray("Tags");
    for (Tag tag : tags) {
      list.addObject().put("name", tag.name()).put("value", tag.value());
    }
    return request.put("Proven", true);
  }
}
