package mostao.gateway.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Names;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import mostao.ao.unit.DryRunBody;
import mostao.ao.wire.ItemData;
import mostao.gateway.access.Freshness;
import mostao.gateway.access.ReadGuard;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.intake.Screening;

/** The dry-run request to a unit, made from a client's body. Pure. */
final class DryRunRequest {
  private static final String NOBODY = "1234";

  private DryRunRequest() {}

  /**
   * Of an unsigned dry-run, which is anonymous whatever it claims. {@code From} is the claimed
   * owner, since a dry-run can't speak for a process.
   */
  static Reply<DryRunBody> anonymous(JsonNode body) {
    return unsigned(body, Optional.empty());
  }

  /**
   * Of an unsigned dry-run that shows an access token: it comes from the token's wallet, provably.
   * An owner in the body may be left out, or be the placeholder of AO's client, or that wallet.
   */
  static Reply<DryRunBody> shown(JsonNode body, String wallet) {
    return unsigned(body, Optional.of(wallet));
  }

  private static Reply<DryRunBody> unsigned(JsonNode body, Optional<String> wallet) {
    if (!body.isObject()) {
      return Reply.denied(
          ApiError.invalidRequest(
              "the body is not a JSON object; send {Id, Target, Owner, Anchor, Data, Tags}"));
    }
    for (String name : List.of("Id", "Owner", "Anchor", "Data")) {
      JsonNode value = body.path(name);
      if (!(value.isTextual() || value.isMissingNode() || value.isNull() || value.isNumber())) {
        return Reply.denied(
            ApiError.invalidRequest("'" + name + "' is " + value.getNodeType() + "; send text"));
      }
    }
    String claimed = text(body, "Owner", NOBODY);
    if (wallet.isPresent() && !claimed.equals(NOBODY) && !ReadGuard.same(wallet.get(), claimed)) {
      return Reply.denied(
          ApiError.unauthorized(
              "'Owner' is "
                  + ApiError.quote(claimed)
                  + ", the access token is of wallet "
                  + wallet.get()
                  + "; leave the owner out, or the token"));
    }
    List<Tag> tags = new ArrayList<>();
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
      tags.add(new Tag(tag.path("name").textValue(), value.asText()));
    }
    String owner = wallet.orElse(claimed);
    return Reply.given(
        new DryRunBody(
            text(body, "Id", NOBODY),
            owner,
            owner,
            text(body, "Anchor", "0"),
            text(body, "Data", NOBODY),
            false,
            new Tags(tags),
            wallet.isPresent()));
  }

  private static String text(JsonNode body, String name, String otherwise) {
    return body.hasNonNull(name) ? body.path(name).asText() : otherwise;
  }

  /**
   * Of a signed dry-run, whose sender is proven.
   *
   * @param process whom the request asks
   * @param freshness how far the item's {@code Timestamp} may be from now
   */
  static Reply<DryRunBody> proven(VerifiedItem item, String process, Freshness freshness) {
    Tags tags = item.tags();
    return refuse(item, tags, process)
        .or(() -> freshness.refuse(tags, "a signed dry-run"))
        .<Reply<DryRunBody>>map(Reply::denied)
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

  private static DryRunBody signed(VerifiedItem item, Tags tags) {
    String anchor = ItemData.of(item.item().anchor()).text().orElse("");
    return DryRunBody.of(item.id(), item.owner(), anchor, ItemData.of(item.data()), tags, true);
  }
}
