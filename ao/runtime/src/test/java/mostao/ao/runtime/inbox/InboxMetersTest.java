package mostao.ao.runtime.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mostao.ao.ans104.Verifier;
import mostao.ao.kafka.trace.Traces;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.turn.ReadRecord;
import mostao.ao.turn.ReceivedRecord;
import org.junit.jupiter.api.Test;

class InboxMetersTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void everyRecordIsTimedFromWhenItWasWritten() {
    long now = System.currentTimeMillis();
    new InboxMeters(meters, Traces.OFF).done(List.of(written(now - 60_000), written(now + 60_000)));
    Timer delays = meters.get("mostao.inbox.delay").timer();
    assertThat(delays.count()).isEqualTo(2);
    assertThat(delays.max(TimeUnit.SECONDS)).isGreaterThanOrEqualTo(60);
  }

  @Test
  void theOldestRecordIsToldWhileItsBatchIsUnderWay() {
    InboxState state = new InboxState(meters);
    long now = System.currentTimeMillis();
    assertThat(oldest()).isZero();
    try (InboxState.Work young = state.begin(now)) {
      young.progressed();
      try (InboxState.Work old = state.begin(now - 60_000)) {
        old.progressed();
        assertThat(oldest()).isGreaterThanOrEqualTo(60);
      }
      assertThat(oldest()).isLessThan(60);
    }
    assertThat(oldest()).isZero();
  }

  private double oldest() {
    return meters.get("mostao.inbox.oldest").gauge().value();
  }

  private static ReadRecord written(long timestamp) {
    return new InboxVerifier(new Verifier())
        .read(new ReceivedRecord("ao.handle.inbox", 0, 0, timestamp, "key", new byte[0]));
  }
}
