package mostao.gateway.boot;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mostao.ao.kafka.tail.Tail;
import mostao.ao.wire.Topics;
import mostao.gateway.access.ReadGuard;
import mostao.gateway.access.Tokens;
import mostao.gateway.streams.ProcessLog;
import mostao.gateway.streams.StreamSettings;
import mostao.gateway.streams.Streams;
import mostao.gateway.streams.WalletInbox;
import mostao.gateway.units.Processes;
import mostao.gateway.units.Units;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The beans of live streams. */
@Singleton
final class StreamWiring {
  @Produces
  @Singleton
  ProcessLog log(Units units, StreamSettings settings) {
    return ProcessLog.of(units, settings);
  }

  @Produces
  @Singleton
  WalletInbox wallets(
      Tail tail,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      StreamSettings settings) {
    WalletInbox inbox = WalletInbox.of(kafka, settings);
    tail.read(List.of(Topics.WALLETS), Tail.Start.END, inbox);
    return inbox;
  }

  void close(@Disposes WalletInbox inbox) {
    inbox.close();
  }

  @Produces
  @Singleton
  Streams streams(
      StreamSettings settings,
      Processes processes,
      ReadGuard guard,
      Tokens tokens,
      ProcessLog log,
      WalletInbox inbox,
      MeterRegistry meters) {
    return new Streams(settings, processes, guard, tokens, log, inbox, meters);
  }

  /**
   * Before the shutdown waits for requests in flight, which streams always are. Not at once: who
   * connects again while load balancers still send them here would be refused.
   */
  void stop(
      @Observes ShutdownDelayInitiatedEvent event,
      Streams streams,
      Vertx vertx,
      @ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> delay) {
    long half = delay.orElse(Duration.ZERO).toMillis() / 2;
    if (half == 0) {
      streams.end();
    } else {
      vertx.setTimer(half, now -> streams.end());
    }
  }
}
