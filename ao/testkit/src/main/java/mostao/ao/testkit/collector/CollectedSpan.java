package mostao.ao.testkit.collector;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A span as it was sent. Ids in hexadecimal.
 *
 * @param program that sent it
 * @param parent empty if it has none
 * @param links ids of spans
 * @param attributes as text
 * @param begun in nanoseconds since 1970
 */
public record CollectedSpan(
    String program,
    String name,
    String trace,
    String id,
    String parent,
    List<String> links,
    Map<String, String> attributes,
    boolean failed,
    long begun,
    long ended) {
  static CollectedSpan of(String program, Span span) {
    Map<String, String> attributes = new TreeMap<>();
    span.getAttributesList()
        .forEach(attribute -> attributes.put(attribute.getKey(), Collector.text(attribute)));
    return new CollectedSpan(
        program,
        span.getName(),
        hex(span.getTraceId()),
        hex(span.getSpanId()),
        hex(span.getParentSpanId()),
        span.getLinksList().stream().map(link -> hex(link.getSpanId())).toList(),
        attributes,
        span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR,
        span.getStartTimeUnixNano(),
        span.getEndTimeUnixNano());
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  /** An attribute; empty if it has none of that name. */
  public String attribute(String name) {
    return attributes.getOrDefault(name, "");
  }
}
