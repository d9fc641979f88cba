package mostao.gateway.access;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Names;
import mostao.ao.message.Tags;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.answer.Unavailable;
import mostao.gateway.intake.ItemReader;
import mostao.gateway.intake.VerifierPool;

/**
 * Gives a token for a signed item: a message of the ao protocol with {@code Action: Access} and a
 * {@code Timestamp}, whose target is the authority. That address is not a process and belongs to
 * this deployment alone, so the item means nothing anywhere else. Its tag {@code Origin} names the
 * server it is for, so that another server that is shown it can't use it here. Thread-safe, never
 * blocks.
 */
public final class Access {
  private final ItemReader reader;
  private final VerifierPool workers;
  private final Function<VerifiedItem, Reply<VerifiedItem>> limit;
  private final Supplier<String> authority;
  private final Origins origins;
  private final Freshness freshness;
  private final Tokens tokens;

  /**
   * @param limit whether a wallet may send one more item now
   * @param authority address of the deployment's authority; asked for every item
   * @param origins one of which an item must name
   */
  public Access(
      ItemReader reader,
      VerifierPool workers,
      Function<VerifiedItem, Reply<VerifiedItem>> limit,
      Supplier<String> authority,
      Origins origins,
      Freshness freshness,
      Tokens tokens) {
    this.reader = reader;
    this.workers = workers;
    this.limit = limit;
    this.authority = authority;
    this.origins = origins;
    this.freshness = freshness;
    this.tokens = tokens;
  }

  /**
   * @param item the bytes of a signed data item
   * @param client whose turn it takes
   * @return the signer's token, or the refusal
   */
  public CompletionStage<Reply<AccessToken>> give(byte[] item, String client) {
    return workers
        .submit(client, () -> reader.read(item).then(limit).then(this::give))
        .exceptionally(failure -> Reply.denied(Unavailable.toldOf(failure)));
  }

  Reply<AccessToken> give(VerifiedItem item) {
    Tags tags = item.tags();
    return refuse(item, tags)
        .or(() -> freshness.refuse(tags, "an access item"))
        .<Reply<AccessToken>>map(Reply::denied)
        .orElseGet(
            () ->
                tokens.issue(
                    item.owner(), Long.parseLong(tags.first(Names.TIMESTAMP).orElseThrow())));
  }

  private Optional<ApiError> refuse(VerifiedItem item, Tags tags) {
    if (!tags.has(Names.DATA_PROTOCOL, Names.AO)) {
      return Optional.of(
          ApiError.notAo("Tag 'Data-Protocol': value 'ao' was not found on item " + item.id()));
    }
    String type = tags.ofAo(Names.TYPE).orElse("");
    if (!type.equals(Names.TYPE_MESSAGE)) {
      return Optional.of(
          ApiError.notAo(
              "Tag 'Type': value is " + ApiError.quote(type) + "; an access item is a 'Message'"));
    }
    if (tags.has(Names.FROM_PROCESS)) {
      return Optional.of(
          ApiError.forged(
              "item " + item.id() + " has a From-Process tag; a token is for its signer alone"));
    }
    String action = tags.first(Names.ACTION).orElse("");
    if (!action.equals(Names.ACCESS) || tags.all(Names.ACTION).size() > 1) {
      return Optional.of(
          ApiError.invalidRequest(
              "Tag 'Action': value is "
                  + ApiError.quote(String.join(", ", tags.all(Names.ACTION)))
                  + "; set it to 'Access', once"));
    }
    String origin = tags.first(Names.ORIGIN).orElse("");
    if (!origins.has(origin) || tags.all(Names.ORIGIN).size() > 1) {
      return Optional.of(
          ApiError.invalidRequest(
              "Tag 'Origin': value is "
                  + ApiError.quote(String.join(", ", tags.all(Names.ORIGIN)))
                  + ", the server that the item was signed for; set it to "
                  + origins.wanted()
                  + ", once"));
    }
    String expected = authority.get();
    return item.targetId().equals(expected)
        ? Optional.empty()
        : Optional.of(
            ApiError.invalidRequest(
                "the item's target is "
                    + ApiError.quote(item.targetId())
                    + "; set it to the authority of this deployment, "
                    + expected));
  }
}
