package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mostao.client.bench.Bench;
import mostao.client.bench.BenchReport;
import mostao.client.bench.BenchSettings;
import mostao.client.bench.Load;
import mostao.client.bench.Meter;
import mostao.client.bench.Read;
import mostao.client.bench.ReadsBench;
import mostao.client.bench.ReadsReport;
import mostao.client.bench.ReadsSettings;
import mostao.client.chat.WaitPolicy;
import mostao.client.http.HttpSettings;
import mostao.client.wallet.WalletType;
import mostao.local.floor.Floor;
import mostao.local.floor.FloorReport;
import mostao.local.meter.LocalMeter;
import mostao.local.meter.LocalSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The load tool on the packaged system. */
@ExtendWith(RunningSystem.class)
class BenchIT {
  private final StringWriter said = new StringWriter();
  @TempDir private Path items;

  private BenchReport run(Load load, Optional<String> broker, Meter meter) throws Exception {
    return Bench.run(settings(load, broker), meter, new PrintWriter(said, true));
  }

  private BenchSettings settings(Load load, Optional<String> broker) {
    return new BenchSettings(
        RunningSystem.gateway(),
        broker,
        load,
        WalletType.ED25519,
        3,
        300,
        Duration.ZERO,
        Duration.ofSeconds(3),
        items,
        8,
        2,
        Duration.ofSeconds(60),
        HttpSettings.DEFAULT,
        WaitPolicy.DEFAULT);
  }

  @Test
  void aLocalSystemSaysWhatEachProgramUsedAndTheFloorIsBelow() throws Exception {
    LocalSystem system =
        LocalSystem.of(RunningSystem.stack().settings().data(), RunningSystem.gateway())
            .orElseThrow();
    try (LocalMeter meter = new LocalMeter(system)) {
      BenchReport report =
          run(new Load.InFlight(16, 300), Optional.of(system.bootstrapServers()), meter);

      assertThat(report.problems()).isEmpty();
      assertThat(report.ok()).isTrue();
      assertThat(report.check().accepted()).isPositive().isEqualTo(report.sent());
      assertThat(report.use().programs())
          .containsKeys("gateway", "messenger", "handle", "session", "broker", "database", "bench");
      assertThat(report.use().programs().get("session").cpuSeconds()).isPositive();
      assertThat(report.use().database().get("rows")).isBetween(4.0, 40.0);

      FloorReport floor =
          new Floor(system, meter, Duration.ofSeconds(1), new PrintWriter(said, true))
              .under(report, true);

      assertThat(floor.floor())
          .extracting(FloorReport.Cost::part)
          .containsExactly("signatures", "records", "rows");
      assertThat(floor.floor()).allSatisfy(cost -> assertThat(cost.cpuMillis()).isPositive());
      assertThat(floor.multiple()).isGreaterThan(1);
      assertThat(floor.hops()).hasSize(4);
      assertThat(floor.hops())
          .allSatisfy(
              hops -> {
                assertThat(hops.delivered().count()).isPositive();
                assertThat(hops.programs())
                    .containsKeys(
                        "gateway", "handle", "messenger", "session", "broker", "database");
                assertThat(hops.programs().get("database")).isPositive();
              });
    }
    assertThat(LocalSystem.of(items, RunningSystem.gateway())).isEmpty();
  }

  @Test
  void anotherSystemIsSeenThroughItsLiveStreams() throws Exception {
    BenchReport report = run(new Load.Rate(10), Optional.empty(), Meter.NONE);

    assertThat(report.problems()).isEmpty();
    assertThat(report.sent()).isEqualTo(30);
    assertThat(report.delivered().count()).isEqualTo(30);
    assertThat(report.seenOn()).isEqualTo("live streams");
  }

  @Test
  void dryRunsOfEveryKindHaveTheRightAnswer() throws Exception {
    BenchSettings run = settings(new Load.Rate(20), Optional.empty());
    ReadsReport report =
        ReadsBench.run(
            new ReadsSettings(run, List.of(Read.values()), 60, 50),
            Meter.NONE,
            new PrintWriter(said, true));

    assertThat(report.problems()).isEmpty();
    assertThat(report.asked()).isEqualTo(60);
    assertThat(report.rows()).isGreaterThanOrEqualTo(60);
    assertThat(report.times())
        .hasSize(Read.values().length)
        .allSatisfy((action, times) -> assertThat(times.count()).isEqualTo(12));
  }
}
