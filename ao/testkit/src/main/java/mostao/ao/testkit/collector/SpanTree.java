package mostao.ao.testkit.collector;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** The spans of one trace. */
public record SpanTree(List<CollectedSpan> spans) {
  /** A line a span, each two blanks further in than its parent. */
  public String shown(Function<CollectedSpan, String> line) {
    StringBuilder text = new StringBuilder();
    spans.stream()
        .filter(span -> spans.stream().noneMatch(other -> other.id().equals(span.parent())))
        .sorted(order(line))
        .forEach(root -> show(root, "", line, text));
    return text.toString();
  }

  private void show(
      CollectedSpan span, String indent, Function<CollectedSpan, String> line, StringBuilder text) {
    text.append(indent).append(line.apply(span)).append('\n');
    spans.stream()
        .filter(child -> child.parent().equals(span.id()))
        .sorted(order(line))
        .forEach(child -> show(child, indent + "  ", line, text));
  }

  /** By what is shown: what happens at the same time has no order. */
  private static Comparator<CollectedSpan> order(Function<CollectedSpan, String> line) {
    return Comparator.comparing(line);
  }
}
