package mostao.ao.runtime.inbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import mostao.ao.turn.Turn;

/** Metrics of the turns. */
@Singleton
class InboxMeters {
  private final Counter evaluated;
  private final Counter repeated;
  private final Counter failed;
  private final Counter letters;
  private final Counter retries;
  private final Timer turns;
  private final DistributionSummary sizes;

  @Inject
  InboxMeters(MeterRegistry meters) {
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
    sizes =
        DistributionSummary.builder("mostao.turn.records")
            .description("Records in one turn")
            .register(meters);
  }

  private static Counter records(MeterRegistry meters, String name, String description) {
    return Counter.builder("mostao.inbox." + name).description(description).register(meters);
  }

  Turn.Report timed(int records, Supplier<Turn.Report> turn) {
    Turn.Report report = turns.record(turn);
    sizes.record(records);
    return report;
  }

  void count(Turn.Report report) {
    evaluated.increment(report.evaluated());
    repeated.increment(report.repeated());
    failed.increment(report.failed());
    letters.increment(report.letters());
  }

  void retried() {
    retries.increment();
  }
}
