package mostao.ao.runtime.unit;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import mostao.ao.ans104.Verifier;
import mostao.ao.process.Rules;
import mostao.ao.turn.InboxVerifier;

/** The pure parts as beans. */
final class Producers {
  @Produces
  @Singleton
  Verifier verifier() {
    return new Verifier();
  }

  @Produces
  @Singleton
  InboxVerifier verifier(Verifier verifier) {
    return new InboxVerifier(verifier);
  }

  @Produces
  @Singleton
  Rules rules(UnitSettings settings) {
    return settings.rules();
  }
}
