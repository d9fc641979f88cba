package mostao.ao.runtime.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mostao.ao.kafka.trace.TraceSettings;
import mostao.ao.kafka.trace.Traces;
import mostao.ao.message.Message;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.testkit.collector.CollectedSpan;
import mostao.ao.testkit.collector.Collector;
import mostao.ao.turn.Follower;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.wire.Decoded.Fault;
import mostao.ao.wire.OutboxRecord;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TracedTurnsTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private final Collector collector = Collector.start();
  private final Traces traces = Traces.of(settings(), "counter");
  private final TracedTurns turns =
      new TracedTurns(traces, new EvaluationMeters(new SimpleMeterRegistry(), Set.of("Add")));

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

  private static ReceivedRecord record(long offset, String flags) {
    return new ReceivedRecord(
        "ao.counter.inbox",
        0,
        offset,
        1,
        "p",
        new byte[0],
        Optional.of(
            ("00-" + TRACE + "-00f067aa0ba902b7-" + flags).getBytes(StandardCharsets.US_ASCII)));
  }

  private static Message message(String action) {
    return new Message(
        "m",
        "w",
        "w",
        "p",
        "",
        Tags.of("Action", action),
        "",
        false,
        1,
        Message.Provenance.ASSIGNED);
  }

  private static OutboxRecord outcome(String action, Result result) {
    return new OutboxRecord("p", "module", "m", action, 7, 1, "m", 0, result);
  }

  private static Follower.Step step(
      ReceivedRecord record, OutboxRecord outcome, Fault fault, boolean repeated) {
    return new Follower.Step(
        record,
        fault == null ? Optional.of("m") : Optional.empty(),
        Optional.ofNullable(outcome),
        Optional.ofNullable(fault),
        repeated,
        0,
        0);
  }

  private List<CollectedSpan> collected(int number) {
    await().atMost(Duration.ofSeconds(30)).until(() -> collector.spans().size() >= number);
    return collector.spans();
  }

  @Test
  void spansSayWhatBecameOfEachMessageInTheLabelsOfTheMetrics() {
    ReceivedRecord record = record(3, "01");
    try (Follower.Following turn = turns.begin(List.of(record))) {
      turn.kept(step(record, outcome("Add", Result.said("")), null, false));
      turn.kept(step(record, outcome("Written-By-A-Client", Result.said("")), null, true));
      turn.kept(step(record, outcome("Add", Result.failed("a secret")), null, false));
      turn.kept(step(record, null, new Fault(Fault.NOT_JSON, "a secret"), false));
      turn.kept(step(record, null, null, true));
      turn.published();
    }
    List<CollectedSpan> spans = collected(6);
    assertThat(spans.subList(0, 5))
        .extracting(
            span ->
                String.join(
                    " ",
                    span.attribute("ao.action"),
                    span.attribute("ao.outcome"),
                    span.attribute("ao.redelivered"),
                    span.failed() ? "failed" : "well"))
        .containsExactly(
            "Add evaluated false well",
            "other evaluated true well",
            "Add failed false failed",
            " NotJson false failed",
            " repeated true well");
    assertThat(spans.subList(0, 5)).allMatch(span -> span.trace().equals(TRACE));
    assertThat(spans.get(5).failed()).isFalse();
    assertThat(spans.toString()).doesNotContain("secret", "Written-By-A-Client");
  }

  @Test
  void aTurnThatPublishesNothingIsMarkedAsFailed() {
    turns.begin(List.of(record(3, "01"))).close();
    assertThat(collected(1)).hasSize(1).allMatch(CollectedSpan::failed);
  }

  @Test
  void linesOfAnEvaluationAreAboutItsMessageAlsoWhenItIsBrokenOff() {
    ReceivedRecord record = record(3, "01");
    try (Follower.Following turn = turns.begin(List.of(record))) {
      turn.begun(record, message("Add"));
      assertThat(MDC.get("message-id")).isEqualTo("m");
      assertThat(MDC.get("process-id")).isEqualTo("p");
      assertThat(MDC.get("trace-id")).isEqualTo(TRACE);
      turn.ended();
      assertThat(MDC.get("message-id")).isNull();
      turn.begun(record, message("Add"));
    }
    assertThat(MDC.getMap()).doesNotContainKeys("message-id", "process-id", "trace-id");
  }

  @Test
  void aBatchOfWhichNothingIsRecordedMakesNoSpansAndHandsContextsOn() {
    ReceivedRecord passed = record(3, "00");
    try (Follower.Following turn = turns.begin(List.of(passed))) {
      assertThat(turn.begun(passed, message("Add"))).isZero();
      assertThat(MDC.get("message-id")).isNull();
      assertThat(turn.kept(step(passed, outcome("Add", Result.said("")), null, false)))
          .isSameAs(passed.trace());
    }
    try (Follower.Following turn = turns.begin(List.of(passed, record(4, "01")))) {
      assertThat(turn.kept(step(passed, outcome("Add", Result.said("")), null, false)))
          .isSameAs(passed.trace());
      turn.published();
    }
    assertThat(collected(1)).extracting(CollectedSpan::name).containsExactly("turn");
  }
}
