package mostao.gateway.streams;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import mostao.gateway.answer.Answer;
import mostao.gateway.answer.Refused;
import mostao.gateway.limits.Places;

/** How many streams there may be. Thread-safe. */
final class Room {
  private final int most;
  private final AtomicInteger taken = new AtomicInteger();
  private final Places addresses;
  private final Places wallets;

  Room(StreamSettings settings) {
    this.most = settings.streams();
    this.addresses = new Places(settings.perAddress());
    this.wallets = new Places(settings.perWallet());
  }

  /**
   * @param address of the client
   * @param wallet the client has proven to be
   * @return what gives the place back, however often it is called; or the refusal
   */
  Answer<Runnable> take(String address, Optional<String> wallet) {
    if (taken.incrementAndGet() > most) {
      taken.decrementAndGet();
      return Answer.denied(
          Refused.overloaded(
              "as many streams are open as may be (" + most + "); connect again in a moment"));
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
    return Answer.given(
        () -> {
          if (given.compareAndSet(false, true)) {
            wallet.ifPresent(wallets::leave);
            addresses.leave(address);
            taken.decrementAndGet();
          }
        });
  }

  private static Answer<Runnable> tooMany(String whose, int most) {
    return Answer.denied(
        Refused.tooMany(
            "as many streams are open " + whose + " as may be (" + most + "); close one first"));
  }

  int taken() {
    return taken.get();
  }
}
