package mostao.ao.kafka.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Spans by OpenTelemetry, sent by OTLP over HTTP. */
final class OtlpTraces implements Traces {
  private static final String PATH = "/v1/traces";
  private static final int BATCH = 512;

  /** A batch of a turn may have more records; its number is said all the same. */
  private static final int MOST_LINKS = 128;

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration LAST = Duration.ofSeconds(2);
  private static final int LENGTH = 55;

  private final SdkTracerProvider provider;
  private final Tracer tracer;
  private final ThreadLocal<Example> counted = new ThreadLocal<>();

  OtlpTraces(SpanExporter exporter, int queue, String program) {
    this.provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.getDefault()
                    .merge(
                        Resource.create(
                            Attributes.of(
                                AttributeKey.stringKey("service.name"),
                                program,
                                AttributeKey.stringKey("service.namespace"),
                                "mostao"))))
            // What is begun here is recorded; whether it is begun was decided where the trace was.
            .setSampler(Sampler.alwaysOn())
            .setSpanLimits(SpanLimits.builder().setMaxNumberOfLinks(MOST_LINKS).build())
            .addSpanProcessor(
                BatchSpanProcessor.builder(exporter)
                    .setMaxQueueSize(queue)
                    .setMaxExportBatchSize(Math.min(BATCH, queue))
                    .setScheduleDelay(PAUSE)
                    .setExporterTimeout(ANSWER)
                    .build())
            .build();
    this.tracer = provider.get("mostao");
  }

  /**
   * @param say gets the lines that the collector takes nothing, and that it does again
   */
  static Traces to(URI collector, int queue, String program, Consumer<String> say) {
    if (queue < 1) {
      throw new IllegalArgumentException(
          "mostao.trace.queue is " + queue + ": set it to 1 or more");
    }
    String address = collector.toString();
    if (!address.startsWith("http://") && !address.startsWith("https://")) {
      throw new IllegalArgumentException(
          "mostao.trace.endpoint is "
              + address
              + ": set it to an address with http:// or https://");
    }
    String base = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    SpanExporter exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(base.endsWith(PATH) ? base : base + PATH)
            .setTimeout(ANSWER)
            .setRetryPolicy(null)
            .build();
    return new OtlpTraces(new ToCollector(exporter, base, say), queue, program);
  }

  @Override
  public boolean areOn() {
    return true;
  }

  @Override
  public Span begin(String name, Optional<byte[]> context, boolean recorded) {
    Optional<SpanContext> named = context.flatMap(OtlpTraces::read);
    if (!recorded) {
      return Unrecorded.with(named.map(one -> written(one, TraceFlags.getDefault())));
    }
    SpanBuilder span = tracer.spanBuilder(name).setSpanKind(SpanKind.SERVER);
    named.ifPresentOrElse(one -> span.setParent(parent(one)), span::setNoParent);
    return new Recorded(span.startSpan());
  }

  @Override
  public Span follow(String name, Kind kind, Optional<byte[]> context, long from) {
    Optional<SpanContext> before = context.flatMap(OtlpTraces::read).filter(SpanContext::isSampled);
    if (before.isEmpty()) {
      return Unrecorded.with(context);
    }
    SpanBuilder span =
        tracer.spanBuilder(name).setSpanKind(kind(kind)).setParent(parent(before.get()));
    if (from > 0) {
      span.setStartTimestamp(from, TimeUnit.NANOSECONDS);
    }
    return new Recorded(span.startSpan());
  }

  private static SpanKind kind(Kind kind) {
    return switch (kind) {
      case INSIDE -> SpanKind.INTERNAL;
      case SENDS -> SpanKind.PRODUCER;
      case TAKES -> SpanKind.CONSUMER;
    };
  }

  @Override
  public Span join(String name, Collection<Optional<byte[]>> contexts) {
    SpanBuilder span = tracer.spanBuilder(name).setNoParent();
    int recorded = 0;
    for (Optional<byte[]> context : contexts) {
      Optional<SpanContext> one = context.flatMap(OtlpTraces::read).filter(SpanContext::isSampled);
      if (one.isPresent()) {
        span.addLink(one.get());
        recorded++;
      }
    }
    return recorded == 0
        ? Unrecorded.NONE
        : new Recorded(span.setAttribute("mostao.records", contexts.size()).startSpan());
  }

  private static Context parent(SpanContext of) {
    SpanContext sampled =
        of.isSampled()
            ? of
            : SpanContext.createFromRemoteParent(
                of.getTraceId(), of.getSpanId(), TraceFlags.getSampled(), TraceState.getDefault());
    return Context.root().with(io.opentelemetry.api.trace.Span.wrap(sampled));
  }

  @Override
  public void count(Optional<byte[]> context, Runnable counting) {
    Optional<SpanContext> counts = context.flatMap(OtlpTraces::read).filter(SpanContext::isSampled);
    if (counts.isEmpty()) {
      counting.run();
      return;
    }
    counted.set(new Example(counts.get().getTraceId(), counts.get().getSpanId()));
    try {
      counting.run();
    } finally {
      counted.remove();
    }
  }

  @Override
  public Optional<Example> counted() {
    return Optional.ofNullable(counted.get());
  }

  @Override
  public long now() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  @Override
  public void close() {
    provider.shutdown().join(LAST.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The fields of version 00, which later versions begin with. */
  private static Optional<SpanContext> read(byte[] header) {
    if (header.length < LENGTH) {
      return Optional.empty();
    }
    String text = new String(header, 0, LENGTH, StandardCharsets.ISO_8859_1);
    String trace = text.substring(3, 35);
    String span = text.substring(36, 52);
    boolean valid =
        text.charAt(2) == '-'
            && text.charAt(35) == '-'
            && text.charAt(52) == '-'
            && TraceId.isValid(trace)
            && SpanId.isValid(span)
            && text.substring(53).chars().allMatch(OtlpTraces::isHex);
    return valid
        ? Optional.of(
            SpanContext.createFromRemoteParent(
                trace, span, TraceFlags.fromHex(text, 53), TraceState.getDefault()))
        : Optional.empty();
  }

  private static boolean isHex(int digit) {
    return digit >= '0' && digit <= '9' || digit >= 'a' && digit <= 'f';
  }

  private static byte[] written(SpanContext context, TraceFlags flags) {
    return ("00-" + context.getTraceId() + "-" + context.getSpanId() + "-" + flags.asHex())
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** A span of OpenTelemetry. */
  private record Recorded(io.opentelemetry.api.trace.Span span) implements Span {
    @Override
    public boolean isRecorded() {
      return true;
    }

    @Override
    public Optional<byte[]> context() {
      return Optional.of(written(span.getSpanContext(), TraceFlags.getSampled()));
    }

    @Override
    public Span set(String attribute, String value) {
      span.setAttribute(attribute, value);
      return this;
    }

    @Override
    public Span set(String attribute, long value) {
      span.setAttribute(attribute, value);
      return this;
    }

    @Override
    public Span set(String attribute, boolean value) {
      span.setAttribute(attribute, value);
      return this;
    }

    @Override
    public Span link(Span together) {
      if (together instanceof Recorded other) {
        span.addLink(other.span.getSpanContext());
      }
      return this;
    }

    @Override
    public Span failed(String why) {
      span.setStatus(StatusCode.ERROR, why);
      return this;
    }

    @Override
    public void end() {
      span.end();
    }

    @Override
    public void endAt(long nanos) {
      span.end(nanos, TimeUnit.NANOSECONDS);
    }
  }
}
