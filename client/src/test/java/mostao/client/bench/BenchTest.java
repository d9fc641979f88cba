package mostao.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import mostao.client.chat.WaitPolicy;
import mostao.client.fake.FakeDeployment;
import mostao.client.fake.FakeDeployment.Fault;
import mostao.client.http.HttpSettings;
import mostao.client.wallet.WalletType;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BenchTest {
  private static final Load ONE = new Load.InFlight(1, 2);
  private final StringWriter out = new StringWriter();
  @TempDir private Path folder;

  /** Sees what the fake's handles are notified of. */
  record Notices(FakeDeployment deployment) implements Deliveries {
    static Bench.Watch of(FakeDeployment deployment) {
      return (cast, book) -> {
        deployment.onNotice(id -> book.delivered(id, System.nanoTime()));
        return new Notices(deployment);
      };
    }

    @Override
    public String seenOn() {
      return "fake";
    }

    @Override
    public boolean seesAnswers() {
      return false;
    }

    @Override
    public String failure() {
      return "";
    }

    @Override
    public void close() {
      deployment.onNotice(id -> {});
    }
  }

  private BenchReport run(Load load, Fault... faults) throws Exception {
    try (FakeDeployment deployment = new FakeDeployment(faults)) {
      return run(deployment, load);
    }
  }

  private BenchReport run(FakeDeployment deployment, Load load) throws Exception {
    return Bench.run(
        settings(deployment.uri(), load),
        Meter.NONE,
        Notices.of(deployment),
        new PrintWriter(out, true));
  }

  private BenchSettings settings(URI gateway, Load load) {
    return new BenchSettings(
        gateway,
        Optional.empty(),
        load,
        WalletType.ED25519,
        2,
        100,
        Duration.ZERO,
        // In a closed loop the items are used up before, on a slow machine too.
        Duration.ofSeconds(load instanceof Load.Rate ? 1 : 20),
        folder.resolve("" + gateway.getPort()),
        4,
        2,
        Duration.ofSeconds(1),
        HttpSettings.DEFAULT,
        WaitPolicy.DEFAULT);
  }

  @Test
  void whatIsSentIsAcceptedDeliveredAndStored() throws Exception {
    BenchReport report = run(new Load.InFlight(8, 10));

    assertThat(report.problems()).isEmpty();
    assertThat(report.ok()).isTrue();
    assertThat(report.check().accepted()).isEqualTo(report.sent()).isGreaterThan(10);
    assertThat(report.deliveredPerSecond()).isPositive();
    assertThat(report.delivered().p50()).isPositive();
    assertThat(report.refused()).isEmpty();
    assertThat(report.use().programs()).isEmpty();
    assertThat(report.toJson()).startsWith("{\"ok\":true").doesNotContain("\n");
    assertThat(String.join("\n", report.lines()))
        .contains("0 lost, 0 doubled, 0 reordered", "what they use is not known");
    assertThat(out.toString()).contains("opening 2 sessions", "signed 200 items");
  }

  @Test
  void atARateSoManyAreSentWhateverBecomesOfThem() throws Exception {
    BenchReport report = run(new Load.Rate(50), Fault.BUSY);

    assertThat(report.ok()).isTrue();
    assertThat(report.sent()).isEqualTo(50);
    assertThat(report.refused()).isEqualTo(Map.of("HTTP 503", 50L));
  }

  @Test
  void whatIsLostDoubledChangedOrReorderedIsNoticed() throws Exception {
    assertThat(run(ONE, Fault.MESSAGE_LOST).check().lost()).isEqualTo(2);
    assertThat(run(ONE, Fault.MESSAGE_DOUBLED).check().doubled()).isEqualTo(2);
    assertThat(run(ONE, Fault.MESSAGE_CHANGED).check().foreign()).isEqualTo(2);
    BenchReport reordered = run(ONE, Fault.ORDER_CHANGED);
    assertThat(reordered.check().reordered()).isEqualTo(2);
    assertThat(reordered.ok()).isFalse();
  }

  @Test
  void whatIsStoredAndNotDeliveredIsNoticed() throws Exception {
    BenchReport report = run(new Load.InFlight(8, 2), Fault.NOTICE_LOST);

    assertThat(report.check().lost()).isZero();
    assertThat(report.problems())
        .anySatisfy(problem -> assertThat(problem).contains("2 accepted messages were not"));
    assertThat(report.ok()).isFalse();
  }

  @Test
  void anotherRunTakesTheSessionsAndTheItemsThatWereLeft() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment()) {
      BenchReport first = run(deployment, new Load.Rate(20));
      assertThat(first.ok()).isTrue();
      StringWriter said = new StringWriter();

      BenchReport second =
          Bench.run(
              settings(deployment.uri(), new Load.Rate(30)),
              Meter.NONE,
              Notices.of(deployment),
              new PrintWriter(said, true));

      assertThat(second.problems()).isEmpty();
      assertThat(second.sent()).isEqualTo(30);
      assertThat(said.toString()).doesNotContain("opening").contains("signed 30 items");
    }
  }

  @Test
  void usesAreTheDifferenceOfTwoReadingsDividedByMessages() throws Exception {
    AtomicInteger readings = new AtomicInteger();
    Meter meter =
        () -> {
          int at = readings.getAndIncrement();
          return new Meter.Reading(
              Map.of("gateway", new Meter.Program(at, 1_000L * at, 5 << 20)),
              Optional.of(new Meter.Database(100L * at, 10L * at, 0)));
        };
    try (FakeDeployment deployment = new FakeDeployment()) {
      BenchReport report =
          Bench.run(
              settings(deployment.uri(), new Load.Rate(20)),
              meter,
              Notices.of(deployment),
              new PrintWriter(out, true));

      Use.Program gateway = report.use().programs().get("gateway");
      double messages = report.deliveredPerSecond() * report.seconds();
      assertThat(gateway.cpuSeconds()).isEqualTo(1);
      assertThat(gateway.cpuMillis() * messages).isCloseTo(1_000, within());
      assertThat(gateway.writtenBytes() * messages).isCloseTo(1_000, within());
      assertThat(gateway.residentMiB()).isEqualTo(5);
      assertThat(report.use().database().get("rows") * messages).isCloseTo(100, within());
    }
  }

  private static Percentage within() {
    return Percentage.withPercentage(1);
  }
}
