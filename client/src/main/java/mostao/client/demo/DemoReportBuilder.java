package mostao.client.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mostao.client.bench.Percentiles;

/** Collects findings while the demo runs; becomes the report. Not thread-safe. */
final class DemoReportBuilder {
  final List<String> problems = new ArrayList<>();
  final Map<String, String> handles = new LinkedHashMap<>();
  final Map<String, Percentiles> timings = new LinkedHashMap<>();
  final List<DemoReport.Line> transcript = new ArrayList<>();
  final List<Hop> way = new ArrayList<>();
  final String gateway;
  String registry = "";
  String session = "";
  long generation;
  int earlier;
  int sent;
  int delivered;
  int notified;
  int decrypted;
  int verified;
  int duplicates;
  boolean inOrder;

  DemoReportBuilder(String gateway) {
    this.gateway = gateway;
  }

  /** Adds a problem unless it holds. */
  void check(boolean holds, String otherwise) {
    if (!holds) {
      problems.add(otherwise);
    }
  }

  DemoReport report() {
    return new DemoReport(
        problems.isEmpty(),
        List.copyOf(problems),
        gateway,
        registry,
        Collections.unmodifiableMap(new LinkedHashMap<>(handles)),
        session,
        generation,
        earlier,
        sent,
        delivered,
        notified,
        decrypted,
        verified,
        inOrder,
        duplicates,
        Collections.unmodifiableMap(new LinkedHashMap<>(timings)),
        List.copyOf(transcript),
        List.copyOf(way));
  }
}
