package mostao.ao.runtime.unit;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import mostao.ao.ans104.Verifier;
import mostao.ao.process.Rules;
import mostao.ao.turn.Admission;

/** The pure parts as beans. */
final class Producers {
  @Produces
  @Singleton
  Verifier verifier() {
    return new Verifier();
  }

  @Produces
  @Singleton
  Admission admission(Verifier verifier) {
    return new Admission(verifier);
  }

  @Produces
  @Singleton
  Rules rules(UnitSettings settings) {
    return settings.rules();
  }
}
