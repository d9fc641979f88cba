package mostao.gateway.reads;

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
import mostao.gateway.answer.Answer;
import mostao.gateway.answer.Refused;
import mostao.gateway.intake.Screening;

/** What is asked of a unit in a dry-run, made of what a client sent. Pure. */
final class Question {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String NOBODY = "1234";

  private Question() {}

  /**
   * Of an unsigned dry-run: whoever it claims to be, it is anonymous. {@code From} is the claimed
   * owner, since nobody speaks for a process here.
   */
  static Answer<ObjectNode> anonymous(JsonNode body) {
    return unsigned(body, Optional.empty());
  }

  /**
   * Of an unsigned dry-run that shows an access token: it comes from the token's wallet, provably.
   * An owner in the body may be left out, or be the placeholder of AO's client, or that wallet.
   */
  static Answer<ObjectNode> shown(JsonNode body, String wallet) {
    return unsigned(body, Optional.of(wallet));
  }

  private static Answer<ObjectNode> unsigned(JsonNode body, Optional<String> wallet) {
    if (!body.isObject()) {
      return Answer.denied(
          Refused.invalidRequest(
              "the body is no JSON object; {Id, Target, Owner, Anchor, Data, Tags} is due"));
    }
    ObjectNode question = MAPPER.createObjectNode();
    for (String name : new String[] {"Id", "Owner", "Anchor", "Data"}) {
      JsonNode value = body.path(name);
      if (!(value.isTextual() || value.isMissingNode() || value.isNull() || value.isNumber())) {
        return Answer.denied(
            Refused.invalidRequest("'" + name + "' is " + value.getNodeType() + "; text is due"));
      }
      boolean given = value.isTextual() || value.isNumber();
      question.put(name, given ? value.asText() : name.equals("Anchor") ? "0" : NOBODY);
    }
    String claimed = question.path("Owner").textValue();
    if (wallet.isPresent() && !claimed.equals(NOBODY) && !ReadGuard.same(wallet.get(), claimed)) {
      return Answer.denied(
          Refused.unauthorized(
              "'Owner' is "
                  + Refused.quote(claimed)
                  + ", the access token is of wallet "
                  + wallet.get()
                  + "; leave the owner out, or the token"));
    }
    question.put("Owner", wallet.orElse(claimed)).put("From", wallet.orElse(claimed));
    ArrayNode tags = question.putArray("Tags");
    JsonNode given = body.path("Tags");
    if (!given.isArray() && !given.isMissingNode() && !given.isNull()) {
      return Answer.denied(
          Refused.invalidRequest("'Tags' is " + given.getNodeType() + "; an array is due"));
    }
    for (JsonNode tag : given) {
      JsonNode value = tag.path("value");
      if (!tag.path("name").isTextual() || !value.isValueNode() || value.isNull()) {
        return Answer.denied(
            Refused.invalidRequest(
                "'Tags["
                    + tags.size()
                    + "]' is "
                    + Refused.quote(tag.toString())
                    + "; {\"name\": text, \"value\": text} is due"));
      }
      tags.addObject().put("name", tag.path("name").textValue()).put("value", value.asText());
    }
    question.put("Proven", wallet.isPresent());
    return Answer.given(question);
  }

  /**
   * Of a signed dry-run, whose sender is proven.
   *
   * @param process whom the request asks
   * @param freshness how far the item's {@code Timestamp} may be from now
   */
  static Answer<ObjectNode> proven(VerifiedItem item, String process, Freshness freshness) {
    Tags tags = item.tags();
    return refuse(item, tags, process)
        .or(() -> freshness.refuse(tags, "a signed dry-run"))
        .<Answer<ObjectNode>>map(Answer::denied)
        .orElseGet(() -> Answer.given(signed(item, tags)));
  }

  private static Optional<Refused> refuse(VerifiedItem item, Tags tags, String process) {
    if (!tags.has(Names.DATA_PROTOCOL, Names.AO)) {
      return Optional.of(
          Refused.notAo("Tag 'Data-Protocol': value 'ao' was not found on item " + item.id()));
    }
    String type = tags.ofAo(Names.TYPE).orElse("");
    if (!type.equals(Names.TYPE_MESSAGE)) {
      return Optional.of(
          Refused.notAo(
              "Tag 'Type': value is " + Refused.quote(type) + "; a dry-run is a 'Message'"));
    }
    if (Screening.speaksForProcess(tags)) {
      return Optional.of(
          Refused.forged(
              "item " + item.id() + " has a From-Process tag; a dry-run speaks for its signer"));
    }
    return item.targetId().equals(process)
        ? Optional.empty()
        : Optional.of(
            Refused.invalidRequest(
                "the item's target is "
                    + Refused.quote(item.targetId())
                    + ", the process asked is "
                    + Refused.quote(process)
                    + "; they must be the same"));
  }

  private static ObjectNode signed(VerifiedItem item, Tags tags) {
    ObjectNode question = MAPPER.createObjectNode();
    question.put("Id", item.id()).put("Owner", item.owner()).put("From", item.owner());
    question.put("Anchor", ItemData.of(item.item().anchor()).text().orElse(""));
    Optional<String> text = ItemData.of(item.data()).text();
    if (text.isPresent()) {
      question.put("Data", text.get());
    } else {
      question.put("Data", Base64.getUrlEncoder().withoutPadding().encodeToString(item.data()));
      question.put("Data-Encoding", "base64url");
    }
    ArrayNode list = question.putArray("Tags");
    for (Tag tag : tags) {
      list.addObject().put("name", tag.name()).put("value", tag.value());
    }
    return question.put("Proven", true);
  }
}
