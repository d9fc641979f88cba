package mostao.client.soak;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mostao.client.bench.Percentiles;
import mostao.client.http.GatewayException;

/** What happened while something had a name. Thread-safe. */
final class SoakSection {
  private final String name;
  private final long start = System.nanoTime();
  private final List<Double> accepting = Collections.synchronizedList(new ArrayList<>());
  private final List<Double> arriving = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Long> failedPosts = Collections.synchronizedMap(new TreeMap<>());
  private final Map<String, Long> failedReads = Collections.synchronizedMap(new TreeMap<>());
  private volatile double seconds;

  SoakSection(String name) {
    this.name = name;
  }

  void accepted(double millis) {
    accepting.add(millis);
  }

  void arrived(double millis) {
    arriving.add(millis);
  }

  void failedPost(GatewayException failed) {
    failedPosts.merge(kind(failed), 1L, Long::sum);
  }

  void failedRead(GatewayException failed) {
    failedReads.merge(kind(failed), 1L, Long::sum);
  }

  private static String kind(GatewayException failed) {
    return failed.status() == GatewayException.UNREACHABLE
        ? failed.getCause().getClass().getSimpleName()
        : "HTTP " + failed.status();
  }

  void end() {
    seconds = (System.nanoTime() - start) / 1e9;
  }

  SoakReport.Section report() {
    return new SoakReport.Section(
        name,
        seconds,
        timing(accepting),
        timing(arriving),
        new TreeMap<>(failedPosts),
        new TreeMap<>(failedReads));
  }

  private static Percentiles timing(List<Double> millis) {
    synchronized (millis) {
      return Percentiles.of(millis);
    }
  }
}
