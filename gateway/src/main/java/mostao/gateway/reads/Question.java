package mostao.gateway.reads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Names;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import mostao.ao.wire.ItemData;
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
    question.put("From", question.path("Owner").textValue());
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
    question.put("Proven", false);
    return Answer.given(question);
  }

  /**
   * Of a signed dry-run, whose sender is proven.
   *
   * @param process whom the request asks
   * @param now Unix milliseconds
   * @param window how far the item's {@code Timestamp} may be from now
   */
  static Answer<ObjectNode> proven(VerifiedItem item, String process, long now, Duration window) {
    Tags tags = new Tags(item.tags());
    return refuse(item, tags, process)
        .or(() -> refuseTime(tags, now, window))
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

  private static Optional<Refused> refuseTime(Tags tags, long now, Duration window) {
    String text = tags.first(Names.TIMESTAMP).orElse("");
    if (!text.matches("[0-9]{1,15}")) {
      return Optional.of(
          Refused.invalidRequest(
              "Tag 'Timestamp': value is "
                  + Refused.quote(text)
                  + "; a signed dry-run needs the time in Unix milliseconds"));
    }
    long off = Math.abs(now - Long.parseLong(text));
    return off <= window.toMillis()
        ? Optional.empty()
        : Optional.of(
            Refused.staleProof(
                "Tag 'Timestamp': "
                    + text
                    + " is "
                    + off
                    + " ms from now, "
                    + now
                    + "; at most "
                    + window.toMillis()
                    + " are allowed: sign it again"));
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
