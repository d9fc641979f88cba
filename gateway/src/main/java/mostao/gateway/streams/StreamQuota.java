package mostao.gateway.streams;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.edge.limits.ConcurrencyLimit;

/** How many streams there may be. Thread-safe. */
final class StreamQuota {
  private final int most;
  private final AtomicInteger taken = new AtomicInteger();
  private final ConcurrencyLimit addresses;
  private final ConcurrencyLimit wallets;

  StreamQuota(StreamSettings settings) {
    this.most = settings.streams();
    this.addresses = new ConcurrencyLimit(settings.perAddress());
    this.wallets = new ConcurrencyLimit(settings.perWallet());
  }

  /**
   * @param address of the client
   * @param wallet the client has proven to be
   * @return what gives the place back, however often it is called; or the refusal
   */
  Reply<Runnable> take(String address, Optional<String> wallet) {
    if (taken.incrementAndGet() > most) {
      taken.decrementAndGet();
      return Reply.denied(
          ApiError.overloaded(
              most + " streams are open, which is the limit; connect again in a moment"));
    }
    if (!addresses.enter(address)) {
      taken.decrementAndGet();
      return tooMany("from " + address, addresses.each());
    }
    if (wallet.isPresent() && !wallets.enter(wallet.get())) {
      addresses.leave(address);
      taken.decrementAndGet();
      return tooMany("with tokens of " + wallet.get(), wallets.each());
    }
    AtomicBoolean given = new AtomicBoolean();
    return Reply.given(
        () -> {
          if (given.compareAndSet(false, true)) {
            wallet.ifPresent(wallets::leave);
            addresses.leave(address);
            taken.decrementAndGet();
          }
        });
  }

  private static Reply<Runnable> tooMany(String whose, int most) {
    return Reply.denied(
        ApiError.tooMany(
            most + " streams are open " + whose + ", which is the limit; close one first"));
  }

  int taken() {
    return taken.get();
  }
}
