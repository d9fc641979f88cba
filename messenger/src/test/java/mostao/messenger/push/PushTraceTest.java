package mostao.messenger.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mostao.ao.kafka.trace.TraceSettings;
import mostao.ao.kafka.trace.Traces;
import mostao.ao.message.Result;
import mostao.ao.testkit.collector.CollectedSpan;
import mostao.ao.testkit.collector.Collector;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PushTraceTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";

  private final Collector collector = Collector.start();
  private final Traces traces = Traces.of(settings(), "messenger");

  private TraceSettings settings() {
    return new TraceSettings() {
      @Override
      public Optional<URI> endpoint() {
        return Optional.of(collector.endpoint());
      }

      @Override
      public int queue() {
        return 100;
      }
    };
  }

  @AfterEach
  void close() {
    traces.close();
    collector.close();
  }

  private static PolledRecord polled(long offset, String flags, Result result) {
    OutboxRecord record = new OutboxRecord("p", "module", "m", "Act", 5, 1, "m", 0, result);
    return polled(offset, flags, Wire.encode(record));
  }

  private static PolledRecord polled(long offset, String flags, byte[] value) {
    return new PolledRecord(
        "ao.handle.outbox",
        0,
        offset,
        "p",
        value,
        Optional.of(
            ("00-" + TRACE + "-" + PARENT + "-" + flags).getBytes(StandardCharsets.US_ASCII)));
  }

  private static String context(OutboxBatch.Entry entry) {
    return new String(entry.polled().trace().orElseThrow(), StandardCharsets.US_ASCII);
  }

  @Test
  void whatIsSentGoesOnUnderItsPushWhichSaysHowOftenItWasTried() {
    Result sends = Scene.messages(Scene.to("q", "1"), Scene.to("q", "2"));
    OutboxBatch batch =
        OutboxBatch.of(
            List.of(
                polled(0, "01", sends),
                polled(1, "00", sends),
                polled(2, "01", Result.said("sends nothing")),
                polled(3, "01", "no record".getBytes(StandardCharsets.UTF_8))));
    PushTrace trace = PushTrace.of(batch, traces);
    trace.tried();
    trace.tried();
    trace.end();

    await().atMost(Duration.ofSeconds(30)).until(() -> collector.spans().size() >= 2);
    CollectedSpan push = collector.spans().get(0);
    CollectedSpan carry = collector.spans().get(1);
    assertThat(collector.spans()).extracting(CollectedSpan::name).containsExactly("push", "carry");
    assertThat(push.parent()).isEqualTo(PARENT);
    assertThat(push.links()).containsExactly(carry.id());
    assertThat(push.attributes())
        .containsEntry("ao.tries", "2")
        .containsEntry("ao.messages", "2")
        .containsEntry("ao.spawns", "0");
    assertThat(carry.links()).containsExactly(PARENT, PARENT, PARENT);
    assertThat(carry.attribute("ao.tries")).isEqualTo("2");
    List<OutboxBatch.Entry> under = trace.batch().entries();
    assertThat(context(under.get(0))).isEqualTo("00-" + TRACE + "-" + push.id() + "-01");
    assertThat(under.subList(1, 4)).isEqualTo(batch.entries().subList(1, 4));
  }

  @Test
  void aBatchOfWhichNothingIsRecordedIsCarriedAsItIs() {
    Result sends = Scene.messages(Scene.to("q", "1"));
    OutboxBatch batch = OutboxBatch.of(List.of(polled(0, "00", sends)));
    assertThat(PushTrace.of(batch, traces).batch()).isSameAs(batch);
    assertThat(PushTrace.of(OutboxBatch.of(List.of(polled(0, "01", sends))), Traces.OFF).batch())
        .isNotSameAs(batch)
        .extracting(off -> context(off.entries().get(0)))
        .isEqualTo("00-" + TRACE + "-" + PARENT + "-01");
  }
}
