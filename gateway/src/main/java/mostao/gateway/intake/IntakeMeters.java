package mostao.gateway.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.ErrorCode;

/** The metrics of items from outside. Every series is there from the start. Thread-safe. */
final class IntakeMeters {
  private final Map<ErrorCode, Counter> refused = new EnumMap<>(ErrorCode.class);
  private final Counter accepted;
  private final Timer taking;

  IntakeMeters(MeterRegistry meters) {
    this.accepted = items("Accepted", meters);
    for (ErrorCode code : ErrorCode.values()) {
      refused.put(code, items(code.text(), meters));
    }
    this.taking =
        Timer.builder("mostao.intake")
            .description("From an item's arrival to its acknowledgement by the broker")
            .serviceLevelObjectives(
                Duration.ofMillis(5),
                Duration.ofMillis(20),
                Duration.ofMillis(100),
                Duration.ofMillis(500),
                Duration.ofSeconds(5))
            .register(meters);
  }

  private static Counter items(String outcome, MeterRegistry meters) {
    return Counter.builder("mostao.intake.items")
        .description("Items from outside")
        .tag("outcome", outcome)
        .register(meters);
  }

  void accepted(long nanos) {
    accepted.increment();
    taking.record(nanos, TimeUnit.NANOSECONDS);
  }

  void refused(ApiError why) {
    refused.get(why.code()).increment();
  }
}
