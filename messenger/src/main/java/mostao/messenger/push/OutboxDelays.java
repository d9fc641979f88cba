package mostao.messenger.push;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mostao.ao.kafka.trace.Traces;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How long records of outboxes wait for their delivery. One batch is under way at a time; what
 * waits behind it is younger. Readers of the metrics may be other threads.
 */
final class OutboxDelays {
  private static final long NONE = Long.MAX_VALUE;

  /** Few, since there is a series for each. */
  private static final Duration[] BOUNDS = {
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofMinutes(5)
  };

  private final Traces traces;
  private final Timer delays;
  private volatile long oldest = NONE;

  OutboxDelays(MeterRegistry meters, Traces traces) {
    this.traces = traces;
    delays =
        Timer.builder("mostao.outbox.delay")
            .description("From a record on an outbox to the acknowledgement of what it sends")
            .serviceLevelObjectives(BOUNDS)
            .register(meters);
    Gauge.builder("mostao.outbox.oldest", this, OutboxDelays::oldestAge)
        .description("Age of the oldest record of the batch in progress")
        .baseUnit("seconds")
        .register(meters);
  }

  void begin(Iterable<ConsumerRecord<String, byte[]>> batch) {
    long first = NONE;
    for (ConsumerRecord<String, byte[]> record : batch) {
      first = Math.min(first, record.timestamp());
    }
    oldest = first;
  }

  void done(Iterable<ConsumerRecord<String, byte[]>> batch) {
    oldest = NONE;
    long now = System.currentTimeMillis();
    for (ConsumerRecord<String, byte[]> record : batch) {
      long delay = Math.max(0, now - record.timestamp());
      traces.count(Messenger.trace(record), () -> delays.record(delay, TimeUnit.MILLISECONDS));
    }
  }

  /** In seconds; 0 when nothing is under way. */
  private double oldestAge() {
    long first = oldest;
    return first == NONE ? 0 : Math.max(0, System.currentTimeMillis() - first) / 1_000.0;
  }
}
