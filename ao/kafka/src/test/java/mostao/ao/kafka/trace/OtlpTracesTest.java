package mostao.ao.kafka.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import mostao.ao.testkit.collector.CollectedSpan;
import mostao.ao.testkit.collector.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OtlpTracesTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Collector collector = Collector.start();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Traces traces = OtlpTraces.to(collector.endpoint(), 100, "program", lines::add);

  @AfterEach
  void close() {
    traces.close();
    collector.close();
  }

  private static Optional<byte[]> context(String flags) {
    return context(TRACE, flags);
  }

  private static Optional<byte[]> context(String trace, String flags) {
    return Optional.of(
        ("00-" + trace + "-00f067aa0ba902b7-" + flags).getBytes(StandardCharsets.US_ASCII));
  }

  private static String text(Span span) {
    return new String(span.context().orElseThrow(), StandardCharsets.US_ASCII);
  }

  private List<CollectedSpan> collected(int number) {
    await().atMost(SOON).until(() -> collector.spans().size() >= number);
    return collector.spans();
  }

  @Test
  void whatFollowsIsInTheSameTraceBelowWhatItFollows() {
    Span post = traces.begin("post", Optional.empty(), true);
    Span next = traces.follow("next", Traces.Kind.TAKES, post.context());
    next.set("text", "a").set("number", 7).set("truth", true).failed("why").end();
    post.end();

    List<CollectedSpan> spans = collected(2);
    CollectedSpan child = spans.get(0);
    CollectedSpan parent = spans.get(1);
    assertThat(parent.parent()).isEmpty();
    assertThat(parent.program()).isEqualTo("program");
    assertThat(child.trace()).isEqualTo(parent.trace());
    assertThat(child.parent()).isEqualTo(parent.id());
    assertThat(child.attributes())
        .containsEntry("text", "a")
        .containsEntry("number", "7")
        .containsEntry("truth", "true");
    assertThat(child.failed()).isTrue();
    assertThat(parent.failed()).isFalse();
  }

  @Test
  void theTraceOfAClientIsContinuedIfItIsRecordedHereWhateverTheClientAsksFor() {
    for (String flags : List.of("00", "01")) {
      Span recorded = traces.begin("post", context(flags), true);
      assertThat(recorded.isRecorded()).isTrue();
      assertThat(text(recorded)).startsWith("00-" + TRACE).endsWith("-01");

      Span passed = traces.begin("post", context(flags), false);
      assertThat(passed.isRecorded()).isFalse();
      assertThat(text(passed)).isEqualTo("00-" + TRACE + "-00f067aa0ba902b7-00");
    }
  }

  @Test
  void nothingFollowsFromWhatIsNotRecordedOrCantBeRead() {
    assertThat(traces.follow("x", Traces.Kind.TAKES, Optional.empty()).isRecorded()).isFalse();
    Optional<byte[]> unsampled = context("00");
    Span follows = traces.follow("x", Traces.Kind.TAKES, unsampled);
    assertThat(follows.isRecorded()).isFalse();
    assertThat(follows.context()).isSameAs(unsampled);
    for (String broken :
        List.of(
            "",
            "00",
            "00-" + TRACE + "-00f067aa0ba902b7-0",
            "00-" + TRACE + "-0000000000000000-01",
            "00-" + "0".repeat(32) + "-00f067aa0ba902b7-01",
            "00-" + "x".repeat(32) + "-00f067aa0ba902b7-01",
            "00-" + TRACE + "-00f067aa0ba902b7-zz",
            "00_" + TRACE + "-00f067aa0ba902b7-01")) {
      Optional<byte[]> bytes = Optional.of(broken.getBytes(StandardCharsets.US_ASCII));
      assertThat(traces.follow("x", Traces.Kind.TAKES, bytes).isRecorded()).as(broken).isFalse();
    }
    // A version to come has the same fields first.
    assertThat(
            traces
                .follow(
                    "x",
                    Traces.Kind.TAKES,
                    Optional.of(
                        ("01-" + TRACE + "-00f067aa0ba902b7-01-more")
                            .getBytes(StandardCharsets.US_ASCII)))
                .isRecorded())
        .isTrue();
  }

  @Test
  void whatIsDoneForManyIsLinkedToThoseThatAreRecorded() {
    String second = "5bf92f3577b34da6a3ce929d0e0e4736";
    Span turn =
        traces.join(
            "turn", List.of(context("01"), context("00"), Optional.empty(), context(second, "01")));
    Span one = traces.follow("one", Traces.Kind.INSIDE, context("01")).link(turn);
    one.end();
    turn.end();

    List<CollectedSpan> spans = collected(2);
    assertThat(spans.get(1).links()).containsExactly("00f067aa0ba902b7", "00f067aa0ba902b7");
    assertThat(spans.get(1).attribute("mostao.records")).isEqualTo("4");
    assertThat(spans.get(1).trace()).isNotIn(TRACE, second);
    assertThat(spans.get(0).links()).containsExactly(spans.get(1).id());
    assertThat(traces.join("turn", List.of(context("00"), Optional.empty())).isRecorded())
        .isFalse();
  }

  @Test
  void timesOfWhatIsOverAreKept() {
    long begun = traces.now() - 5_000_000;
    Span span = traces.follow("over", Traces.Kind.INSIDE, context("01"), begun);
    span.endAt(begun + 1_000_000);
    assertThat(collected(1).get(0).begun()).isEqualTo(begun);
    assertThat(collected(1).get(0).ended()).isEqualTo(begun + 1_000_000);
  }

  @Test
  void aCollectorThatTakesNothingIsSaidOnceAndOnceThatItDoesAgain() {
    collector.refuse(true);
    int sent = 0;
    while (sent < 300) {
      Span span = traces.begin("post", Optional.empty(), true);
      span.end();
      sent++;
    }
    await().atMost(SOON).until(() -> lines.size() == 1);
    assertThat(lines.get(0)).contains("are not taken by");

    collector.refuse(false);
    await()
        .atMost(SOON)
        .until(
            () -> {
              traces.begin("again", Optional.empty(), true).end();
              return lines.size() == 2;
            });
    assertThat(lines.get(1)).contains("are taken again by");
  }

  @Test
  void aCollectorThatIsNotThereHoldsNothingUpAndIsSaidOnce() {
    collector.close();
    for (int i = 0; i < 1_000; i++) {
      traces.begin("post", Optional.empty(), true).end();
    }
    await().atMost(SOON).until(() -> !lines.isEmpty());
    traces.begin("post", Optional.empty(), true).end();
    traces.close();
    assertThat(lines).hasSize(1).first().asString().contains("are not taken by");
  }

  @Test
  void settingsThatCanNotBeAreRefusedByTheirName() {
    assertThatThrownBy(() -> OtlpTraces.to(collector.endpoint(), 0, "program", lines::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mostao.trace.queue");
    for (String wrong : List.of("collector:4318", "/v1/traces", "ftp://collector")) {
      assertThatThrownBy(() -> OtlpTraces.to(URI.create(wrong), 1, "program", lines::add))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("mostao.trace.endpoint");
    }
  }

  @Test
  void whatIsOffMakesNothingAndHandsContextsOn() {
    Traces off = Traces.of(settings(Optional.empty()), "program");
    assertThat(off.areOn()).isFalse();
    Optional<byte[]> context = context("01");
    assertThat(off.begin("x", context, true).context()).isSameAs(context);
    assertThat(off.follow("x", Traces.Kind.INSIDE, context).context()).isSameAs(context);
    assertThat(off.join("x", List.of(context)).isRecorded()).isFalse();
    assertThat(off.now()).isZero();
    assertThat(Traces.of(settings(Optional.of(collector.endpoint())), "program").areOn()).isTrue();
  }

  /** Of a message without a context nothing, else what carries the context on. */
  @Test
  void whatIsOffAllocatesNothing() {
    assertThat(bytesOfASpan(Optional.empty())).isZero();
    assertThat(bytesOfASpan(context("01"))).isLessThanOrEqualTo(24);
  }

  private static long bytesOfASpan(Optional<byte[]> context) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int spans = 10_000;
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < spans; i++) {
      Span span = Traces.OFF.follow("publish", Traces.Kind.SENDS, context);
      span.set("messaging.system", "kafka").failed("reason");
      Traces.OFF.count(span.context(), COUNTING);
      span.end();
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / spans;
  }

  private static final Runnable COUNTING = () -> {};

  private static TraceSettings settings(Optional<URI> endpoint) {
    return new TraceSettings() {
      @Override
      public Optional<URI> endpoint() {
        return endpoint;
      }

      @Override
      public int queue() {
        return 10;
      }
    };
  }
}
