package mostao.e2e.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Logger;
import mostao.ao.process.Json;

/** The faults and checks of a run, for the summary at the end. */
final class LoadRecord {
  private static final Logger LOG = Logger.getLogger(LoadRecord.class.getName());
  private static final Map<String, Integer> FAULTS = new TreeMap<>();

  /** From the end of each fault until what had piled up was done, in milliseconds. */
  private static final Map<String, List<Long>> RECOVERIES = new TreeMap<>();

  private static final long BEGUN = System.nanoTime();
  private static long evaluations;
  private static long accepted;
  private static long slowestDrainMillis;
  private static int judged;

  private LoadRecord() {}

  /** Says that this fault has happened now. */
  static synchronized void fault(String name) {
    FAULTS.merge(name, 1, Integer::sum);
  }

  /**
   * Says that this fault has happened and is over now, and waits until everything is done that had
   * piled up by then (I7); the load goes on meanwhile.
   *
   * @throws AssertionError when that takes longer than it may
   */
  static void over(String name) {
    fault(name);
    long ended = System.nanoTime();
    Lag.awaitWhatWaitsNow(Judge.RECOVERY);
    recovered(name, (System.nanoTime() - ended) / 1_000_000);
  }

  private static synchronized void recovered(String name, long millis) {
    RECOVERIES.computeIfAbsent(name, first -> new ArrayList<>()).add(millis);
    LOG.info("recovered in " + millis + " ms");
  }

  static synchronized void judged(Judge.Verdict verdict) {
    judged++;
    evaluations += verdict.evaluations();
    accepted += verdict.accepted();
    slowestDrainMillis = Math.max(slowestDrainMillis, verdict.drained().toMillis());
    LOG.info("judged: " + verdict);
  }

  /** Writes {@code e2e/target/faults-summary.json}. */
  static synchronized void close() {
    ObjectNode summary = Json.object();
    summary.put("messages", evaluations).put("accepted", accepted).put("judged", judged);
    summary.put("faults", FAULTS.values().stream().mapToInt(Integer::intValue).sum());
    List<Long> recoveries = RECOVERIES.values().stream().flatMap(List::stream).sorted().toList();
    if (!recoveries.isEmpty()) {
      summary.put("recoveries", recoveries.size());
      summary.put("median_recovery_ms", recoveries.get(recoveries.size() / 2));
      summary.put("slowest_recovery_ms", recoveries.get(recoveries.size() - 1));
    }
    summary.put("slowest_drain_ms", slowestDrainMillis);
    summary.put("seconds", (System.nanoTime() - BEGUN) / 1_000_000_000);
    ObjectNode byName = summary.putObject("by_name");
    FAULTS.forEach(byName::put);
    ObjectNode slowest = summary.putObject("slowest_recovery_ms_by_name");
    RECOVERIES.forEach((name, millis) -> slowest.put(name, Collections.max(millis)));
    Path file = FaultSystem.root().resolve("e2e/target/faults-summary.json");
    try {
      Files.writeString(file, Json.write(summary));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    LOG.info("faults: " + Json.write(summary));
  }
}
