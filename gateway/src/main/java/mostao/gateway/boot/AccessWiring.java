package mostao.gateway.boot;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import mostao.gateway.access.Access;
import mostao.gateway.access.AccessKeys;
import mostao.gateway.access.AccessSettings;
import mostao.gateway.access.Freshness;
import mostao.gateway.access.Tokens;
import mostao.gateway.authority.Deployment;
import mostao.gateway.directory.Directory;
import mostao.gateway.intake.ItemReader;
import mostao.gateway.intake.Workers;
import mostao.gateway.limits.RateLimits;
import mostao.gateway.reads.ProofSettings;
import mostao.gateway.reads.ReadGuard;
import mostao.gateway.reads.States;
import mostao.gateway.result.Results;
import mostao.gateway.units.Units;

/** The beans that say who may read. */
final class AccessWiring {
  @Produces
  @Singleton
  AccessKeys accessKeys(AccessSettings settings, Deployment deployment) {
    return new AccessKeys(Path.of(settings.keyFile()), deployment.authority().address())
        .watched(settings.keyCheck());
  }

  void close(@Disposes AccessKeys keys) {
    keys.close();
  }

  @Produces
  @Singleton
  Tokens tokens(AccessKeys keys, AccessSettings settings) {
    return new Tokens(keys, Clock.systemUTC(), settings.lifetime());
  }

  @Produces
  @Singleton
  Freshness freshness(ProofSettings settings) {
    return new Freshness(Clock.systemUTC(), settings.window());
  }

  @Produces
  @Singleton
  Access access(
      ItemReader reader,
      Workers workers,
      RateLimits limits,
      Deployment deployment,
      Freshness freshness,
      Tokens tokens) {
    return new Access(
        reader, workers, limits::charge, deployment.authority().address(), freshness, tokens);
  }

  @Produces
  @Singleton
  ReadGuard guard(ReadMode mode, Tokens tokens) {
    return new ReadGuard(mode.open(), tokens);
  }

  @Produces
  @Singleton
  States states(Directory directory, Units units, Results results, ReadGuard guard) {
    return new States(directory, units, results, guard);
  }
}
