package mostao.gateway.streams;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.edge.limits.ConcurrencyLimit;
import mostao.gateway.edge.limits.FairBudget;

/** How many streams there may be; who has most makes room. Thread-safe. */
final class StreamQuota {
  private final int most;
  private final FairBudget places;
  private final ConcurrencyLimit wallets;

  StreamQuota(StreamSettings settings) {
    this.most = settings.streams();
    this.places = new FairBudget(settings.streams(), settings.perAddress());
    this.wallets = new ConcurrencyLimit(settings.perWallet());
  }

  /**
   * @param address of the client
   * @param wallet the client has proven to be
   * @param givenUp run when it has to make room for another address, on any thread
   * @return what gives the place back, however often it is called; or the refusal
   */
  Reply<Runnable> take(String address, Optional<String> wallet, Runnable givenUp) {
    if (wallet.isPresent() && !wallets.enter(wallet.get())) {
      return tooMany("with tokens of " + wallet.get(), wallets.each());
    }
    FairBudget.Claim place = places.claim(address, givenUp);
    FairBudget.Outcome outcome = place.take(1);
    if (outcome != FairBudget.Outcome.TAKEN) {
      wallet.ifPresent(wallets::leave);
      return outcome == FairBudget.Outcome.SHARE_IS_FULL
          ? tooMany("from " + address, Math.toIntExact(places.each()))
          : Reply.denied(
              ApiError.overloaded(
                  most + " streams are open, which is the limit; connect again in a moment"));
    }
    AtomicBoolean given = new AtomicBoolean();
    return Reply.given(
        () -> {
          if (given.compareAndSet(false, true)) {
            wallet.ifPresent(wallets::leave);
            place.close();
          }
        });
  }

  private static Reply<Runnable> tooMany(String whose, int most) {
    return Reply.denied(
        ApiError.tooMany(
            most + " streams are open " + whose + ", which is the limit; close one first"));
  }

  long taken() {
    return places.held();
  }
}
