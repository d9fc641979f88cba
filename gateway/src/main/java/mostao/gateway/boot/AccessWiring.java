package mostao.gateway.boot;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import mostao.gateway.access.Access;
import mostao.gateway.access.AccessKeys;
import mostao.gateway.access.AccessSettings;
import mostao.gateway.access.Freshness;
import mostao.gateway.access.Origins;
import mostao.gateway.access.ProofSettings;
import mostao.gateway.access.ReadGuard;
import mostao.gateway.access.Tokens;
import mostao.gateway.edge.limits.RateLimits;
import mostao.gateway.intake.ItemReader;
import mostao.gateway.intake.VerifierPool;
import mostao.gateway.result.ResultSettings;
import mostao.gateway.result.Results;
import mostao.gateway.result.States;
import mostao.gateway.scheduler.SchedulerKey;
import mostao.gateway.units.Processes;
import mostao.gateway.units.Units;

/** The beans that decide read permissions. */
final class AccessWiring {
  @Produces
  @Singleton
  AccessKeys accessKeys(AccessSettings settings, SchedulerKey scheduler) {
    return new AccessKeys(Path.of(settings.keyFile()), scheduler.address())
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
  Origins origins(PublicUrl publicUrl, AccessSettings settings) {
    return new Origins(publicUrl.url(), settings.origins().orElse(Set.of()));
  }

  @Produces
  @Singleton
  Access access(
      ItemReader reader,
      VerifierPool workers,
      RateLimits limits,
      Processes processes,
      Origins origins,
      Freshness freshness,
      Tokens tokens) {
    return new Access(
        reader,
        workers,
        limits::charge,
        () -> processes.deployment().authority(),
        origins,
        freshness,
        tokens);
  }

  @Produces
  @Singleton
  ReadGuard guard(ReadMode mode, Tokens tokens, ResultSettings settings, Processes processes) {
    return new ReadGuard(
        mode.open(), tokens, settings.capability(), Clock.systemUTC(), processes::missing);
  }

  @Produces
  @Singleton
  States states(Processes processes, Units units, Results results, ReadGuard guard) {
    return new States(processes, units, results, guard);
  }
}
