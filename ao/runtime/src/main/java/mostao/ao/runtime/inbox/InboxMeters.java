package mostao.ao.runtime.inbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mostao.ao.kafka.trace.Traces;
import mostao.ao.turn.ReadRecord;
import mostao.ao.turn.Turn;

/** Metrics of the turns. */
@Singleton
class InboxMeters {
  /** Few, since there is a series for each. */
  private static final Duration[] DELAYS = {
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofMinutes(5)
  };

  private final Counter evaluated;
  private final Counter repeated;
  private final Counter failed;
  private final Counter letters;
  private final Counter retries;
  private final Traces traces;
  private final Timer turns;
  private final Timer delays;
  private final DistributionSummary sizes;

  @Inject
  InboxMeters(MeterRegistry meters, Traces traces) {
    this.traces = traces;
    evaluated = records(meters, "evaluated", "Messages evaluated for the first time");
    repeated = records(meters, "repeated", "Records that had been evaluated before");
    failed = records(meters, "failed", "Evaluated messages with an Error");
    letters = records(meters, "dead.letters", "Records that are not messages");
    retries = records(meters, "retries", "Tries of a batch that met a broken dependency");
    turns =
        Timer.builder("mostao.turn")
            .description("From a batch to its Results on the outbox topic")
            .publishPercentileHistogram()
            .register(meters);
    delays =
        Timer.builder("mostao.inbox.delay")
            .description("From a record on the inbox to its Result on the outbox")
            .serviceLevelObjectives(DELAYS)
            .register(meters);
    sizes =
        DistributionSummary.builder("mostao.turn.records")
            .description("Records in one turn")
            .register(meters);
  }

  private static Counter records(MeterRegistry meters, String name, String description) {
    return Counter.builder("mostao.inbox." + name).description(description).register(meters);
  }

  /** A turn is published. */
  void count(Turn.Report report, int records, Duration took) {
    turns.record(took);
    sizes.record(records);
    evaluated.increment(report.evaluated());
    repeated.increment(report.repeated());
    failed.increment(report.failed());
    letters.increment(report.letters());
  }

  /** These records were taken to their end, each some time after it was written. */
  void done(List<ReadRecord> records) {
    long now = System.currentTimeMillis();
    for (ReadRecord read : records) {
      long delay = Math.max(0, now - read.received().timestamp());
      traces.count(read.received().trace(), () -> delays.record(delay, TimeUnit.MILLISECONDS));
    }
  }

  void retried() {
    retries.increment();
  }
}
