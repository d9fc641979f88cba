package mostao.ao.kafka.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Sends spans, and says once that they are not taken and once that they are again. OpenTelemetry's
 * own lines about it, a few a minute for as long as it lasts, are switched off by the programs.
 */
final class ToCollector implements SpanExporter {
  private final SpanExporter exporter;
  private final String address;
  private final Consumer<String> say;
  private final AtomicLong lost = new AtomicLong();

  /**
   * @param say gets the lines
   */
  ToCollector(SpanExporter exporter, String address, Consumer<String> say) {
    this.exporter = exporter;
    this.address = address;
    this.say = say;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode sent = exporter.export(spans);
    sent.whenComplete(() -> told(sent, spans.size()));
    return sent;
  }

  private void told(CompletableResultCode sent, int spans) {
    if (sent.isSuccess()) {
      long before = lost.getAndSet(0);
      if (before > 0) {
        // Those that found no room in the queue are not counted.
        say.accept("Spans are taken again by " + address + "; at least " + before + " were lost");
      }
    } else if (lost.getAndAdd(spans) == 0) {
      Throwable why = sent.getFailureThrowable();
      say.accept(
          "Spans are not taken by "
              + address
              + ", and are lost until they are: "
              + (why == null ? "no reason was given" : why));
    }
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
