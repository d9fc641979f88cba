package mostao.gateway.edge.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import mostao.ao.ans104.VerifiedItem;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;

/**
 * How often an address, and a wallet, may ask. The address is charged before anything is read, the
 * wallet once its signature holds. Thread-safe.
 */
public final class RateLimits {
  private final Map<RequestKind, Rate> addresses = new EnumMap<>(RequestKind.class);
  private final Rate wallets;
  private final Rate walletBytes;
  private final Rate costs;
  private final Cache<String, Boolean> charged;
  private final Map<String, Counter> refused = new HashMap<>();

  public RateLimits(LimitSettings settings, MeterRegistry meters) {
    this(settings, meters, TimeMeter.SYSTEM_NANOTIME);
  }

  RateLimits(LimitSettings settings, MeterRegistry meters, TimeMeter clock) {
    LimitSettings.Address address = settings.address();
    addresses.put(RequestKind.WRITE, rate("address.writes", address.writes(), settings, clock));
    addresses.put(RequestKind.READ, rate("address.reads", address.reads(), settings, clock));
    addresses.put(
        RequestKind.QUESTION, rate("address.questions", address.questions(), settings, clock));
    this.wallets = rate("wallet.items", settings.wallet().items(), settings, clock);
    if (settings.wallet().bytes() < 0) {
      throw new IllegalArgumentException(
          "mostao.limits.wallet.bytes is " + settings.wallet().bytes() + "; 0 switches it off");
    }
    this.walletBytes = Rate.ofDay(settings.wallet().bytes(), settings.remembered(), clock);
    this.costs = rate("address.graphql", address.graphql(), settings, clock);
    this.charged =
        Caffeine.newBuilder().maximumSize(settings.remembered()).executor(Runnable::run).build();
    Stream.concat(
            Stream.of("graphql", "wallet", "wallet_bytes"),
            Stream.of(RequestKind.values()).map(RequestKind::label))
        .forEach(kind -> refused.put(kind, meters.counter("mostao.limits.refused", "kind", kind)));
  }

  private static Rate rate(String name, int perSecond, LimitSettings settings, TimeMeter clock) {
    if (perSecond < 0) {
      throw new IllegalArgumentException(
          "mostao.limits." + name + " is " + perSecond + "; 0 switches it off");
    }
    return new Rate(perSecond, settings.burst(), settings.remembered(), clock);
  }

  /**
   * Charges a request to an address.
   *
   * @param client a {@link ClientAddress#key}
   * @return the refusal, or nothing when it may ask
   */
  public Optional<ApiError> ofAddress(RequestKind kind, String client) {
    Rate rate = addresses.get(kind);
    return refusal(
        rate.take(client),
        kind.label(),
        "address " + client,
        "sent more than " + rate.amount() + " requests a second");
  }

  /**
   * Charges what answering a query cost to an address.
   *
   * @param client a {@link ClientAddress#key}
   * @return the refusal, or nothing when it may go on
   */
  public Optional<ApiError> ofCost(String client, int cost) {
    OptionalInt seconds = costs.take(client, cost);
    return refusal(
        seconds,
        "graphql",
        "address " + client,
        "asked for more than " + costs.amount() + " items of GraphQL a second");
  }

  /**
   * Charges an item and its bytes to its signer. The same item again is free, or anyone who has a
   * wallet's item could use up the wallet's rate.
   *
   * @return the item when it may be taken
   */
  public Reply<VerifiedItem> charge(VerifiedItem item) {
    if (charged.getIfPresent(item.id()) != null) {
      return Reply.given(item);
    }
    String who = "wallet " + item.owner();
    Optional<ApiError> refused =
        refusal(
                wallets.take(item.owner()),
                "wallet",
                who,
                "sent more than " + wallets.amount() + " items a second")
            .or(
                () ->
                    refusal(
                        walletBytes.take(item.owner(), item.bytes().length),
                        "wallet_bytes",
                        who,
                        "sent more than " + walletBytes.amount() + " bytes in a day"));
    if (refused.isEmpty()) {
      charged.put(item.id(), true);
    }
    return refused.map(Reply::<VerifiedItem>denied).orElseGet(() -> Reply.given(item));
  }

  private Optional<ApiError> refusal(OptionalInt seconds, String kind, String who, String what) {
    if (seconds.isEmpty()) {
      return Optional.empty();
    }
    refused.get(kind).increment();
    return Optional.of(
        ApiError.tooMany(
            who + " " + what + "; try again in " + seconds.getAsInt() + " s", seconds.getAsInt()));
  }
}
